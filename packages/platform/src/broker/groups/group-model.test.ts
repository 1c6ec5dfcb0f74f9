import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  REBALANCE_TIMEOUT_MS,
  SESSION_TIMEOUT_MS,
  createTestGroup,
} from '../../../test/broker/support/group-fixture.ts';
import type { TestGroup } from '../../../test/broker/support/group-fixture.ts';
import { ErrorCode } from '../wire/error-code.ts';

const CLIENTS = 4;
const STEP_MS = 1000;

/** What may happen to one of the clients: it comes, leaves in order, dies, or time passes. */
const event = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('start' as const), client: fc.nat(CLIENTS - 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), client: fc.nat(CLIENTS - 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('die' as const), client: fc.nat(CLIENTS - 1) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('wait' as const), steps: fc.integer({ min: 1, max: 12 }) }) },
);

describe('A consumer group, whatever happens to its clients', () => {
  it('never assigns a partition twice in a generation, and always becomes stable with those who are alive', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
        const test = createTestGroup();
        const clients = Array.from({ length: CLIENTS }, () => createModelClient(test));
        for (const step of events) {
          if (step.kind === 'wait') await pass(test, clients, step.steps);
          else clients[step.client]?.[step.kind]();
          await settle();
        }
        await pass(test, clients, (2 * REBALANCE_TIMEOUT_MS + 2 * SESSION_TIMEOUT_MS) / STEP_MS);

        const living = clients.filter((client) => client.isAlive());
        const { state, members, generation } = test.group.describe();
        expect(state).toBe(living.length > 0 ? 'Stable' : 'Empty');
        expect(members.map(({ id }) => id).toSorted()).toEqual(living.map((client) => client.id()).toSorted());
        expect(living.map((client) => client.generation())).toEqual(living.map(() => generation));
        expect(living.map((client) => client.assignment()).toSorted()).toEqual(living.map((_, index) => `p${index}`));

        for (const client of living) client.leave();
        await settle();
        expect(test.timers.pending()).toBe(0);
      }),
      { numRuns: 150 },
    );
  });
});

type ModelClient = ReturnType<typeof createModelClient>;

/**
 * A client that behaves as kafkajs does: joins in two rounds, syncs, sends heartbeats, and joins again when told to.
 */
function createModelClient(test: TestGroup) {
  let memberId = '';
  let generation = -1;
  let assignment = '';
  /** Grows with every life, so that answers to a former life are dropped. */
  let life = 0;
  let isAlive = false;
  let isBusy = false;

  async function enter(current: number): Promise<void> {
    isBusy = true;
    const joined = await test.join(memberId);
    if (life !== current) return;
    if (joined.errorCode === ErrorCode.MEMBER_ID_REQUIRED) memberId = joined.memberId;
    else if (joined.errorCode === ErrorCode.UNKNOWN_MEMBER_ID) memberId = '';
    if (joined.errorCode !== ErrorCode.NONE) return enter(current);

    generation = joined.generation;
    const shares = joined.members.map(({ id }, index) => [id, `p${index}`]);
    const synced = await test.sync(joined, Object.fromEntries(shares) as Record<string, string>);
    if (life !== current) return;
    if (synced.errorCode === ErrorCode.UNKNOWN_MEMBER_ID) memberId = '';
    if (synced.errorCode !== ErrorCode.NONE) return enter(current);
    assignment = synced.assignment.toString();
    isBusy = false;
  }

  function end(): void {
    life += 1;
    isAlive = false;
    isBusy = false;
    memberId = '';
  }

  return {
    isAlive: () => isAlive,
    id: () => memberId,
    generation: () => generation,
    assignment: () => assignment,
    start() {
      if (isAlive) return;
      isAlive = true;
      void enter(life);
    },
    leave() {
      if (isAlive && memberId !== '') test.group.leave(memberId);
      end();
    },
    die: end,
    beat() {
      if (!isAlive || isBusy) return;
      const errorCode = test.group.heartbeat(memberId, generation);
      if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID) memberId = '';
      if (errorCode !== ErrorCode.NONE) void enter(life);
    },
  };
}

async function pass(test: TestGroup, clients: readonly ModelClient[], steps: number): Promise<void> {
  for (let step = 0; step < steps; step += 1) {
    test.timers.advance(STEP_MS);
    for (const client of clients) client.beat();
    await settle();
    const { state, members } = test.group.describe();
    const assignments = members.map(({ assignment }) => assignment.toString()).filter((text) => text !== '');
    if (state === 'Stable') expect(new Set(assignments).size).toBe(assignments.length);
  }
}

/** Lets the answers arrive: a rebalance is a chain of a few promises for each client. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
