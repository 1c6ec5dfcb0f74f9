import { createDatabase } from '@galleria/kit/database/database';
import { toError } from '@galleria/kit/errors';
import { runInContext } from '@galleria/kit/execution-context';
import { newId } from '@galleria/kit/identifiers';
import { createLogger } from '@galleria/kit/logger';
import { createFaultSwitches } from '@galleria/kit/process/fault-switches';
import type { Infrastructure } from '@galleria/kit/process/service-process';
import { isFinal } from '@galleria/messaging/consumer/retry-policy';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { exchange, SIGNING_SECRET } from '@galleria/platform/testing/signed-exchange';
import { createTestDatabase } from '@galleria/platform/testing/test-database';
import { vi } from 'vitest';
import { withCommitFaults, type FaultyDatabase } from './commit-faults.ts';
import { createEndStateReader, type EndState } from './end-state.ts';
import type { ConsumerApp, ConsumerSamples, Stage, Told } from './story.ts';

/** How a delivery ended, when it ended: the code of its dead letter, or that it was handled. */
export type Outcome = { readonly kind: 'handled' } | { readonly kind: 'dead-letter'; readonly code: string };

export interface ConsumerStage extends Stage<ConsumerApp> {
  deliver(message: Told): Promise<Outcome>;
  /** Two instances handle messages at the same moment: the second begins when the first has done all but commit. */
  deliverAtOnce(first: Told, second: Told): Promise<readonly Outcome[]>;
  /** The same, but the process dies at its nth commit. False when there is none: then the message is handled. */
  deliverWithCrash(message: Told, nth: number): Promise<boolean>;
  state(): Promise<EndState>;
  /** Ids of messages in the inbox. */
  noted(): Promise<readonly string[]>;
  /** Empties the database for another run. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Before any time of the database's own clock. */
const PRESENT = Date.UTC(2020, 4, 4, 12);

interface Instance {
  readonly app: ConsumerApp;
  readonly faults: FaultyDatabase;
}

export async function openStage(
  service: string,
  { create, varying }: ConsumerSamples<ConsumerApp>,
): Promise<ConsumerStage> {
  const testDatabase = await createTestDatabase(service);
  let present = PRESENT;
  const now = () => new Date(present);
  const open = () => openInstance(testDatabase.url, { service, create, clock: now });
  const [first, second] = await Promise.all([open(), open()]);
  const reader = await createEndStateReader(first.faults.database, { varying });
  const names = new Map<string, string>();
  const deliver = (message: Told) => handle(first.app, message);

  return {
    app: first.app,
    id: (name, value = newId()) => {
      names.set(value, name);
      return value;
    },
    now,
    wait: (ms) => void (present += ms),
    query: async (document, options) => (await exchange(first.app.server, document, options)).answer,
    play: async (steps) => {
      for (const step of steps) {
        if (typeof step === 'function') await step();
        else refuseDeadLetter(step, await deliver(step));
      }
    },
    deliver,
    deliverAtOnce: (one, other) => deliverAtOnce([first, second], one, other),
    deliverWithCrash: async (message, nth) => {
      const crash = first.faults.crashAtCommit(nth);
      await deliver(message).catch((thrown: unknown) => {
        if (!crash.hasHappened()) throw thrown;
      });
      first.faults.heal();
      return crash.hasHappened();
    },
    state: () => reader.read(names),
    noted: () => reader.noted(),
    clear: async () => {
      await reader.clear();
      names.clear();
      present = PRESENT;
    },
    close: async () => {
      await Promise.all([first, second].map(({ app }) => app.stop()));
      await Promise.all([first, second].map(({ faults }) => faults.database.close()));
      await testDatabase.drop();
    },
  };
}

async function openInstance(
  databaseUrl: string,
  of: { readonly service: string; readonly clock: () => Date } & Pick<ConsumerSamples<ConsumerApp>, 'create'>,
): Promise<Instance> {
  const logger = createLogger({ service: of.service, level: 'silent' });
  const faults = withCommitFaults(createDatabase({ url: databaseUrl, logger }));
  const infrastructure: Infrastructure = {
    database: faults.database,
    databaseUrl,
    // Nobody asks: an app that is not started has no consumer and no relay.
    brokers: ['127.0.0.1:1'],
    viewerSigningSecret: SIGNING_SECRET,
    logger,
    clock: of.clock,
    faults: createFaultSwitches({ service: of.service, areAllowed: false, clock: of.clock, logger }),
  };
  return { app: await of.create(infrastructure), faults };
}

/** As the consumer does with a record, but without another try. */
async function handle({ subscriptions }: ConsumerApp, message: Told): Promise<Outcome> {
  const subscription = subscriptions.find(({ type }) => type === message.type);
  if (subscription?.topic !== message.topic) throw new Error(`Nobody listens to ${message.type}.`);
  const correlationId = newId();
  const work = subscription.prepare(JSON.parse(JSON.stringify(message.data)));
  const envelope = { ...message, source: 'test', time: new Date(PRESENT), correlationId };
  try {
    await runInContext({ correlationId, causationId: message.id }, () => work(envelope));
    return { kind: 'handled' };
  } catch (thrown) {
    const error = toError(thrown);
    if (!isFinal(error) || !('code' in error)) throw error;
    return { kind: 'dead-letter', code: String(error.code) };
  }
}

function refuseDeadLetter(message: Told, outcome: Outcome): void {
  if (outcome.kind === 'dead-letter') throw new Error(`${message.type} became a dead letter: ${outcome.code}`);
}

async function deliverAtOnce(
  [first, second]: readonly [Instance, Instance],
  one: Told,
  other: Told,
): Promise<readonly Outcome[]> {
  const held = first.faults.holdAtCommit();
  const begun = handle(first.app, one);
  await Promise.race([held.reached, begun]);
  let isSettled = false;
  const following = handle(second.app, other).finally(() => (isSettled = true));
  const both = Promise.all([begun, following]);
  both.catch(() => undefined);
  await vi.waitFor(async () => {
    if (!isSettled && !(await isWaitingForLock(first.faults))) throw new Error('The second has not come far enough.');
  }, PATIENCE);
  first.faults.heal();
  held.release();
  return both;
}

async function isWaitingForLock({ database }: FaultyDatabase): Promise<boolean> {
  const { rows } = await database.pool.query(
    "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return rows.length > 0;
}
