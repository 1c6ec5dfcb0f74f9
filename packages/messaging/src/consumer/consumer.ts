import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import type { ReadinessCheck } from '@galleria/kit/process/readiness';
import { atMost, delayAfter, sleep, type Backoff } from '../backoff.ts';
import type { Broker, ConsumerSession, IncomingRecord, PartitionOffset, TopicPartition } from '../kafka/broker.ts';
import { createCatchUp, type CatchUp } from './catch-up.ts';
import { createKeyOrderedWork, type KeyOrderedWork } from './key-ordered-work.ts';
import type { RecordHandler } from './record-handler.ts';
import { createReplayNotice } from './replay-notice.ts';

export interface ConsumerOptions {
  readonly broker: Pick<Broker, 'consume' | 'ends' | 'committed'>;
  readonly groupId: string;
  /** Asked each time before the group is joined: what to read, which exists by then. */
  readonly topics: () => Promise<readonly string[]>;
  readonly handle: RecordHandler;
  /** Where to begin, asked each time before the group is joined; where the group has got to when absent. */
  readonly from?: (topics: readonly string[]) => Promise<readonly PartitionOffset[]>;
  /** Each time that partitions were assigned. */
  readonly onJoined?: () => void;
  readonly logger: Logger;
}

export interface MessageConsumer {
  start(): void;
  /** Lets running handlers finish for up to 0.8 s and leaves the group; resolves within 1.5 s in any case. */
  stop(): Promise<void>;
  readonly readiness: ReadinessCheck;
  /**
   * Whether all that lay in the topics when the group was joined has been handled. Until then what the database says
   * is of yesterday, and no deadline may be judged by it. False also while the broker does not tell.
   */
  hasCaughtUp(): Promise<boolean>;
  /** Begins a new session, which asks for the topics anew. Nothing is lost or read twice over it. */
  rejoin(reason: string): void;
}

const DRAIN_DEADLINE_MS = 800;
const CLOSE_DEADLINE_MS = 700;
/** Nearly three times as long as a message is tried before it becomes a dead letter. */
const UNFINISHED_LIMIT_MS = 120_000;
const REJOIN: Backoff = { firstMs: 100, maxMs: 2_000 };

/** A member of the service's consumer group that always comes back: whatever ends a session, the next one begins. */
export function createConsumer(options: ConsumerOptions): MessageConsumer {
  const { logger } = options;
  const stopping = new AbortController();
  const telling = tellingReplay(options);
  const work = createKeyOrderedWork({
    handle: options.handle,
    onCommitFailed: (thrown) => logger.debug({ reason: toError(thrown).message }, 'offsets not committed'),
    onGone: ({ offset, next, ...place }) =>
      logger.error(
        { ...place, from: offset.toString(), next: next.toString() },
        'unfinished messages are in the topic no more: they are lost',
      ),
  });
  let notReady: string | undefined = 'not joined yet';
  let catchUp: CatchUp | undefined;
  let session: SessionEnd | undefined;
  let finished: Promise<void> = Promise.resolve();

  const keepConsuming = async () => {
    for (let failures = 0; !stopping.signal.aborted;) {
      const joined = (topics: readonly string[]) => {
        failures = 0;
        notReady = undefined;
        catchUp = createCatchUp(options.broker, { groupId: options.groupId, topics });
        options.onJoined?.();
      };
      session = createEnd(stopping.signal);
      const ended = await oneSession(telling, { work, joined, end: session, stopping: stopping.signal });
      session = undefined;
      catchUp = undefined;
      if (stopping.signal.aborted) return;
      failures += 1;
      notReady = ended.message;
      logger[failures === 1 ? 'warn' : 'debug'](
        { reason: ended.message, failures },
        'the consumer lost its group and joins again',
      );
      await sleep(delayAfter(failures, REJOIN), stopping.signal);
    }
  };

  return {
    start: () => {
      finished = keepConsuming();
    },
    stop: async () => {
      stopping.abort();
      await atMost(DRAIN_DEADLINE_MS + CLOSE_DEADLINE_MS, finished);
    },
    readiness: {
      name: 'message consumer',
      check: () => {
        if (notReady !== undefined) throw new Error(notReady);
        const oldestMs = work.oldestMs();
        if (oldestMs > UNFINISHED_LIMIT_MS)
          throw new Error(`a message is unfinished for ${Math.round(oldestMs / 1_000)} s`);
      },
    },
    hasCaughtUp: () => isReached(catchUp, logger),
    rejoin: (reason) => session?.because(new Error(reason)),
  };
}

/** The same, asked for its topics: it then tells what of them is read again. */
function tellingReplay(options: ConsumerOptions): ConsumerOptions {
  if (options.from !== undefined) return options;
  const tell = createReplayNotice(options);
  return {
    ...options,
    topics: async () => {
      const topics = await options.topics();
      await tell(topics);
      return topics;
    },
  };
}

async function isReached(catchUp: CatchUp | undefined, logger: Logger): Promise<boolean> {
  try {
    return (await catchUp?.()) ?? false;
  } catch (thrown) {
    logger.debug({ reason: toError(thrown).message }, 'the broker does not tell how far the consumer is');
    return false;
  }
}

interface OneSession {
  readonly work: KeyOrderedWork;
  readonly joined: (topics: readonly string[]) => void;
  readonly end: SessionEnd;
  readonly stopping: AbortSignal;
}

/** Joins, and resolves with the reason when the session has ended. */
async function oneSession(
  { broker, groupId, topics, from }: ConsumerOptions,
  { work, joined, end, stopping }: OneSession,
): Promise<Error> {
  // A session that is given up may still call back.
  const unlessOver = (callback: () => void) => {
    if (end.reason() === undefined) callback();
  };
  const attachTo = (names: readonly string[], start: readonly PartitionOffset[]) => (session: ConsumerSession) => ({
    onAssigned: (partitions: readonly TopicPartition[]) =>
      unlessOver(() => {
        work.assign(session, partitions);
        start.forEach((position) => session.seek(position));
        joined(names);
      }),
    onRecords: (records: readonly IncomingRecord[]) => unlessOver(() => work.add(records)),
    onEnded: end.because,
  });
  const join = async (): Promise<ConsumerSession> => {
    const names = await topics();
    const start = (await from?.(names)) ?? [];
    return broker.consume({ groupId, topics: names, attach: attachTo(names, start) });
  };
  const session = join();
  session.catch((thrown: unknown) => end.because(toError(thrown)));
  const reason = await end.promise;
  if (stopping.aborted) await atMost(DRAIN_DEADLINE_MS, work.drain());
  await atMost(
    CLOSE_DEADLINE_MS,
    session.then((joinedSession) => joinedSession.close()),
  );
  return reason;
}

type SessionEnd = ReturnType<typeof createEnd>;

/** The first reason for which a session ends; a stop is one. */
function createEnd(stopping: AbortSignal) {
  let reason: Error | undefined;
  let resolve: (reason: Error) => void;
  const promise = new Promise<Error>((resolvePromise) => (resolve = resolvePromise));
  const because = (error: Error) => {
    reason ??= error;
    stopping.removeEventListener('abort', onStop);
    resolve(reason);
  };
  const onStop = () => because(new Error('stopped'));
  if (stopping.aborted) onStop();
  else stopping.addEventListener('abort', onStop);
  return { promise, because, reason: () => reason };
}
