import { describe, expect, it } from 'vitest';
import {
  REBALANCE_TIMEOUT_MS,
  SESSION_TIMEOUT_MS,
  createTestGroup,
  isOpen,
} from '../../../test/broker/support/group-fixture.ts';
import type { JoinRequest } from './group-member.ts';
import type { TestGroup } from '../../../test/broker/support/group-fixture.ts';
import { ErrorCode } from '../wire/error-code.ts';

describe('A consumer group', () => {
  it('makes the first member the leader, who alone learns of the others and assigns', async () => {
    const test = createTestGroup();
    const { leader, follower } = await stablePair(test);
    expect(leader.members.map(({ id }) => id)).toEqual(['m1', 'm2']);
    expect(follower.members).toEqual([]);
    expect([leader.leader, follower.leader]).toEqual(['m1', 'm1']);
    expect(leader.generation).toBe(follower.generation);
    expect(test.group.describe().members.map(({ assignment }) => assignment.toString())).toEqual(['p0', 'p1']);
  });

  it('keeps followers waiting for their assignment until the leader brings it', async () => {
    const test = createTestGroup();
    const { leader, follower } = await joinedPair(test);
    const waiting = test.sync(follower);
    expect(await isOpen(waiting)).toBe(true);
    await test.sync(leader, { m1: 'p0', m2: 'p1' });
    expect((await waiting).assignment.toString()).toBe('p1');
  });

  it('tells members at their heartbeat that they have to join again', async () => {
    const test = createTestGroup();
    const { leader, follower } = await stablePair(test);
    void test.join(await test.invite());
    expect(test.group.heartbeat('m1', leader.generation)).toBe(ErrorCode.REBALANCE_IN_PROGRESS);
    expect(test.group.heartbeat('m2', follower.generation)).toBe(ErrorCode.REBALANCE_IN_PROGRESS);
    expect(test.group.heartbeat('m1', leader.generation - 1)).toBe(ErrorCode.ILLEGAL_GENERATION);
    expect(test.group.heartbeat('stranger', leader.generation)).toBe(ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it('goes on without members that do not join again in time', async () => {
    const test = createTestGroup();
    await stablePair(test, { rebalanceTimeoutMs: 5000 });
    const third = test.join(await test.invite(), { rebalanceTimeoutMs: 5000 });
    const first = test.join('m1', { rebalanceTimeoutMs: 5000 });
    test.timers.advance(4999);
    expect(await isOpen(third)).toBe(true);
    test.timers.advance(1);
    expect((await first).members.map(({ id }) => id).toSorted()).toEqual(['m1', 'm3']);
    expect((await third).errorCode).toBe(ErrorCode.NONE);
  });

  it('removes a member at the end of the connection that it joined over last', async () => {
    const test = createTestGroup();
    const [first, second] = [new AbortController(), new AbortController()];
    await stablePair(test, { closed: first.signal });
    const rejoined = Promise.all(['m1', 'm2'].map((id) => test.join(id, { closed: second.signal })));
    await rejoined;
    first.abort();
    expect(test.group.describe().members.map(({ id }) => id)).toEqual(['m1', 'm2']);
    second.abort();
    expect(test.group.describe()).toMatchObject({ state: 'Empty', members: [] });
    expect(test.timers.pending()).toBe(0);
  });

  it('does not wait for one that was given an id and whose connection has ended', async () => {
    const test = createTestGroup();
    const invited = new AbortController();
    await test.invite({ closed: invited.signal });
    const waiting = test.join(await test.invite());
    expect(await isOpen(waiting)).toBe(true);
    invited.abort();
    expect((await waiting).errorCode).toBe(ErrorCode.NONE);
  });

  it('removes a member whose session has run out and asks the others to join again', async () => {
    const test = createTestGroup();
    const { leader } = await stablePair(test);
    for (let beats = 0; beats < 4; beats += 1) {
      test.timers.advance(SESSION_TIMEOUT_MS / 4);
      test.group.heartbeat('m1', leader.generation);
    }
    expect(test.group.describe().members.map(({ id }) => id)).toEqual(['m1']);
    expect(test.group.state).toBe('PreparingRebalance');
    const rejoined = await test.join('m1');
    expect(rejoined.generation).toBe(leader.generation + 1);
  });

  it('elects another leader when the leader dies between joining and bringing the assignment', async () => {
    const test = createTestGroup();
    const { follower } = await joinedPair(test);
    const waiting = test.sync(follower);
    test.timers.advance(SESSION_TIMEOUT_MS);
    expect((await waiting).errorCode).toBe(ErrorCode.REBALANCE_IN_PROGRESS);
    const rejoined = await test.join('m2');
    expect(rejoined.leader).toBe('m2');
    expect((await test.sync(rejoined, { m2: 'all' })).assignment.toString()).toBe('all');
  });

  it('drops a member that sends heartbeats but never asks for its assignment, though it once did', async () => {
    const test = createTestGroup();
    await stablePair(test);
    const rejoining = test.join('m1');
    const [leader, follower] = await Promise.all([rejoining, test.join('m2')]);
    await test.sync(leader, { m1: 'p0', m2: 'p1' });
    for (let time = 0; time < REBALANCE_TIMEOUT_MS; time += 5000) {
      expect(test.group.heartbeat('m2', follower.generation)).toBe(ErrorCode.NONE);
      expect(test.group.heartbeat('m1', leader.generation)).toBe(ErrorCode.NONE);
      test.timers.advance(5000);
    }
    expect(test.group.heartbeat('m2', follower.generation)).toBe(ErrorCode.UNKNOWN_MEMBER_ID);
    expect(test.group.heartbeat('m1', leader.generation)).toBe(ErrorCode.REBALANCE_IN_PROGRESS);
  });

  it('keeps a member that waits, however long, without heartbeats', async () => {
    const test = createTestGroup();
    const { leader } = await stablePair(test);
    const third = test.join(await test.invite());
    const second = test.join('m2');
    test.group.heartbeat('m2', leader.generation);
    for (let time = 0; time < 25_000; time += 5000) {
      test.timers.advance(5000);
      test.group.heartbeat('m1', leader.generation);
    }
    void test.join('m1');
    expect([(await second).errorCode, (await third).errorCode]).toEqual([ErrorCode.NONE, ErrorCode.NONE]);
  });

  it('gives a member that asks again the answer that was lost on the way', async () => {
    const test = createTestGroup();
    const { leader, follower } = await joinedPair(test);
    expect(await test.join('m1')).toEqual(leader);
    await test.sync(leader, { m1: 'p0', m2: 'p1' });
    expect((await test.sync(follower)).assignment.toString()).toBe('p1');
    expect((await test.sync(follower)).assignment.toString()).toBe('p1');
    expect(await test.join('m2')).toEqual(follower);
    expect(test.group.state).toBe('Stable');
  });

  it('rebalances when the leader joins again, or a member with another subscription', async () => {
    const test = createTestGroup();
    await stablePair(test);
    void test.join('m2', { protocols: [{ name: 'range', metadata: Buffer.from('other topics') }] });
    expect(test.group.state).toBe('PreparingRebalance');

    const other = createTestGroup();
    await stablePair(other);
    void other.join('m1');
    expect(other.group.state).toBe('PreparingRebalance');
  });

  it('refuses a member that shares no protocol with the others', async () => {
    const test = createTestGroup();
    await stablePair(test);
    const other = await test.join('', { protocols: [{ name: 'sticky', metadata: Buffer.alloc(0) }] });
    expect(other.errorCode).toBe(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
    const connect = await test.join('', { protocolType: 'connect' });
    expect(connect.errorCode).toBe(ErrorCode.INCONSISTENT_GROUP_PROTOCOL);
  });

  it('is empty after the last member has left and starts again with the next generation', async () => {
    const test = createTestGroup();
    const { leader } = await stablePair(test);
    expect([test.group.leave('m1'), test.group.leave('m2')]).toEqual([ErrorCode.NONE, ErrorCode.NONE]);
    expect(test.group.leave('m2')).toBe(ErrorCode.UNKNOWN_MEMBER_ID);
    expect(test.group.state).toBe('Empty');
    expect(test.timers.pending()).toBe(0);
    expect((await test.join(await test.invite())).generation).toBeGreaterThan(leader.generation);
  });

  it('takes commits of its members, and of outsiders only while it is empty', async () => {
    const test = createTestGroup();
    expect(test.group.checkCommit('', -1)).toBe(ErrorCode.NONE);
    const { leader, follower } = await joinedPair(test);
    expect(test.group.checkCommit('m1', leader.generation)).toBe(ErrorCode.REBALANCE_IN_PROGRESS);
    await test.sync(leader);
    await test.sync(follower);
    expect(test.group.checkCommit('m1', leader.generation)).toBe(ErrorCode.NONE);
    expect(test.group.checkCommit('m1', leader.generation - 1)).toBe(ErrorCode.ILLEGAL_GENERATION);
    expect(test.group.checkCommit('', -1)).toBe(ErrorCode.UNKNOWN_MEMBER_ID);
    void test.join(await test.invite());
    expect(test.group.checkCommit('m1', leader.generation)).toBe(ErrorCode.NONE);
  });

  it('forgets an invited member that never comes', async () => {
    const test = createTestGroup();
    const { leader } = await stablePair(test);
    await test.invite();
    const [first, second] = [test.join('m1'), test.join('m2')];
    expect(await isOpen(first)).toBe(true);
    test.timers.advance(SESSION_TIMEOUT_MS);
    expect([(await first).generation, (await second).generation]).toEqual([
      leader.generation + 1,
      leader.generation + 1,
    ]);
    expect((await test.join('m3')).errorCode).toBe(ErrorCode.UNKNOWN_MEMBER_ID);
  });

  it('answers everyone who waits when it is closed', async () => {
    const test = createTestGroup();
    const { follower } = await joinedPair(test);
    const waiting = test.sync(follower);
    test.group.close();
    expect((await waiting).errorCode).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE);
    expect(test.timers.pending()).toBe(0);
  });
});

/** Two members in one generation, neither of which has its assignment yet. */
async function joinedPair(test: TestGroup, overrides: Partial<JoinRequest> = {}) {
  const first = await test.invite();
  await test.join(first, overrides);
  const second = test.join(await test.invite(), overrides);
  const [leader, follower] = await Promise.all([test.join(first, overrides), second]);
  return { leader, follower };
}

async function stablePair(test: TestGroup, overrides: Partial<JoinRequest> = {}) {
  const pair = await joinedPair(test, overrides);
  await Promise.all([test.sync(pair.follower), test.sync(pair.leader, { m1: 'p0', m2: 'p1' })]);
  return pair;
}
