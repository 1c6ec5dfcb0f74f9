import { Group } from '../../../src/broker/groups/group.ts';
import type { JoinRequest, JoinResult, SyncResult } from '../../../src/broker/groups/group-member.ts';
import { createFakeTimers } from './fake-timers.ts';
import type { FakeTimers } from './fake-timers.ts';

export const SESSION_TIMEOUT_MS = 10_000;
export const REBALANCE_TIMEOUT_MS = 30_000;

export interface TestGroup {
  readonly group: Group;
  readonly timers: FakeTimers;
  /** The first round: a member id. */
  invite(overrides?: Partial<JoinRequest>): Promise<string>;
  /** The second round, or a later one. */
  join(memberId: string, overrides?: Partial<JoinRequest>): Promise<JoinResult>;
  sync(joined: JoinResult, assignments?: Record<string, string>): Promise<SyncResult>;
}

/** A group on a fake clock; the ids that it gives are m1, m2 and so on. */
export function createTestGroup(): TestGroup {
  const timers = createFakeTimers();
  let lastMember = 0;
  const group = new Group({ timers, createMemberId: () => `m${(lastMember += 1)}` });
  return {
    group,
    timers,
    invite: async (overrides) => (await group.join({ ...joinRequest(''), ...overrides })).memberId,
    join: (memberId, overrides) => group.join({ ...joinRequest(memberId), ...overrides }),
    sync: ({ memberId, generation }, assignments = {}) =>
      group.sync({
        memberId,
        generation,
        assignments: Object.entries(assignments).map(([id, text]) => ({ memberId: id, assignment: Buffer.from(text) })),
      }),
  };
}

function joinRequest(memberId: string): JoinRequest {
  return {
    memberId,
    clientId: 'client',
    clientHost: '/127.0.0.1',
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    rebalanceTimeoutMs: REBALANCE_TIMEOUT_MS,
    protocolType: 'consumer',
    closed: new AbortController().signal,
    protocols: [{ name: 'range', metadata: Buffer.from('topics') }],
  };
}

/** Whether the promise is still open after everything that is due has run. */
export async function isOpen(promise: Promise<unknown>): Promise<boolean> {
  const open = Symbol('open');
  const turn = new Promise((resolve) => setImmediate(resolve, open));
  return (await Promise.race([promise, turn])) === open;
}
