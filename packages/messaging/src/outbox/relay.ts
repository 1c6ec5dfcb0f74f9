import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import type { ReadinessCheck } from '@galleria/kit/process/readiness';
import { atMost, delayAfter, sleep, type Backoff } from '../backoff.ts';
import type { Producer } from '../kafka/broker.ts';
import type { OutboxConnection } from './outbox-connection.ts';
import { createRowSender, type RowSender } from './row-sender.ts';
import { createWakeUp, type WakeUp } from './wake-up.ts';

export interface RelayOptions {
  /** Calls back after each committed transaction of this process: there may be something to send. */
  readonly onCommit: (listener: () => void) => void;
  /** Opens the relay's own database connection; `onWake` is called when another instance may have something to send. */
  readonly connect: (onWake: () => void) => Promise<OutboxConnection>;
  readonly ensureTopics: (names: readonly string[]) => Promise<void>;
  /** Topics to create before there is anything to send. */
  readonly topics: readonly string[];
  readonly createProducer: () => Producer;
  readonly logger: Logger;
}

export interface Relay {
  start(): void;
  /** Resolves within 1.5 s even if the broker or the database does not answer. */
  stop(): Promise<void>;
  readonly readiness: ReadinessCheck;
}

type State =
  | { readonly name: 'connecting' }
  | { readonly name: 'standing by' }
  | { readonly name: 'leading' }
  | { readonly name: 'failing'; readonly reason: string };

/** How long a lost notification, or the lock of a relay that died, goes unnoticed. */
const POLL_MS = 1_000;
/** A relay that cannot get rid of its oldest message for this long moves no more, whatever it believes itself. */
const STUCK_LIMIT_MS = 20_000;
const STOP_DEADLINE_MS = 1_000;
const CLOSE_DEADLINE_MS = 400;
const RECONNECT: Backoff = { firstMs: 100, maxMs: 2_000 };

/**
 * Sends the outbox of one database to Kafka. Of all instances of a service one relays, the holder of an advisory lock;
 * the others stand by and take over when its connection ends. A row is removed only after the broker has acknowledged
 * it, so a crash in between sends it twice and never loses it.
 */
export function createRelay(options: RelayOptions): Relay {
  const bell = createWakeUp();
  const stopping = new AbortController();
  const producer = options.createProducer();
  const sender = createRowSender({ producer, ensureTopics: options.ensureTopics, logger: options.logger });
  let state: State = { name: 'connecting' };
  let finished: Promise<void> = Promise.resolve();

  const enter = (next: State) => {
    if (next.name !== state.name) options.logger.debug({ state: next }, 'the relay changed its state');
    state = next;
  };

  return {
    start: () => {
      options.onCommit(() => bell.ring());
      finished = keepRelaying({ options, sender, bell, stopping: stopping.signal, enter });
    },
    stop: async () => {
      stopping.abort();
      bell.ring();
      const closed = finished.then(() => atMost(CLOSE_DEADLINE_MS, producer.close()));
      await atMost(STOP_DEADLINE_MS + CLOSE_DEADLINE_MS, closed);
    },
    readiness: {
      name: 'outbox relay',
      check: () => {
        if (state.name === 'failing') throw new Error(state.reason);
        if (state.name === 'connecting') throw new Error('not connected yet');
        const triedMs = sender.triedMs();
        if (triedMs > STUCK_LIMIT_MS)
          throw new Error(`the oldest message does not go out for ${Math.round(triedMs / 1_000)} s`);
        const refused = sender.refusedKeys();
        return refused === 0 ? undefined : `the broker refuses messages; keys that wait for them: ${refused}`;
      },
    },
  };
}

interface Turn {
  readonly options: RelayOptions;
  readonly sender: RowSender;
  readonly bell: WakeUp;
  readonly stopping: AbortSignal;
  readonly enter: (state: State) => void;
}

/**
 * One turn is the life of one database connection; a failure of any kind ends it, and after a pause the next begins.
 */
async function keepRelaying(turn: Turn): Promise<void> {
  const { options, stopping, enter } = turn;
  let failures = 0;
  const progressing = (state: State) => {
    failures = 0;
    enter(state);
  };
  while (!stopping.aborted) {
    try {
      await relayOnOneConnection({ ...turn, enter: progressing });
    } catch (thrown) {
      failures += 1;
      const reason = toError(thrown).message;
      // The first failure of a row tells the news; the hundredth would bury it.
      options.logger[failures === 1 ? 'warn' : 'debug']({ reason, failures }, 'the relay failed and starts again');
      enter({ name: 'failing', reason });
      await sleep(delayAfter(failures, RECONNECT), stopping);
    }
  }
}

async function relayOnOneConnection(turn: Turn): Promise<void> {
  const { options, sender, bell, stopping, enter } = turn;
  const outbox = await options.connect(() => bell.ring());
  try {
    await standBy(outbox, turn);
    await options.ensureTopics(options.topics);
    while (!stopping.aborted) {
      const more = await sender.sendNext(outbox);
      enter({ name: 'leading' });
      if (!more) await bell.wait(POLL_MS);
    }
  } finally {
    void outbox.close().catch(() => undefined);
  }
}

/** Until the leader is gone: passes on to it that this instance has committed something. */
async function standBy(
  outbox: OutboxConnection,
  { bell, stopping, enter }: Pick<Turn, 'bell' | 'stopping' | 'enter'>,
): Promise<void> {
  while (!stopping.aborted && !(await outbox.lead())) {
    enter({ name: 'standing by' });
    if (await bell.wait(POLL_MS)) await outbox.notify();
  }
}
