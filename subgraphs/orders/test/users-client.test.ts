import { runInContext } from '@galleria/kit/execution-context';
import { newId } from '@galleria/kit/identifiers';
import { createLogger } from '@galleria/kit/logger';
import { createViewerSigner, createViewerVerifier } from '@galleria/kit/graphql/viewer';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createCallPolicy } from '../src/clients/call-policy.ts';
import { createUsersClient, type UsersClient } from '../src/clients/users-client.ts';
import { ADDRESS, startFakeUsers, type FakeUsers } from './fake-users.ts';

const SECRET = 'a secret of more than thirty-two characters';
// As long as a busy machine may need for an answer, or for the next call.
const TIMEOUT_MS = 1_000;
const OPEN_MS = 1_000;
const FAILURES_TO_OPEN = 4;
const VIEWER = { userId: newId(), roles: ['CUSTOMER'] };

let users: FakeUsers;
let client: UsersClient;
let log: { readonly breaker?: string; readonly service?: string }[];
beforeEach(async () => {
  users = await startFakeUsers();
  log = [];
  const logger = createLogger(
    { service: 'orders' },
    { write: (line) => void log.push(JSON.parse(line) as (typeof log)[number]) },
  );
  client = createUsersClient({
    url: users.url,
    sign: createViewerSigner({ secret: SECRET, signedBy: 'orders' }),
    call: createCallPolicy({
      service: 'users',
      timeoutMs: TIMEOUT_MS,
      failuresToOpen: FAILURES_TO_OPEN,
      openMs: OPEN_MS,
      logger,
    }),
    logger,
  });
});
afterEach(async () => {
  await client.close();
  await users.stop();
});

const ask = () => client.checkoutCustomer(VIEWER, users.addressId);
const UNAVAILABLE = { code: 'USERS_UNAVAILABLE', kind: 'unavailable', retriable: true };
const breakerStates = () => log.flatMap(({ breaker }) => breaker ?? []);

async function openBreaker(): Promise<void> {
  users.behave('down');
  // Each call is two tries.
  for (let failures = 0; failures < FAILURES_TO_OPEN; failures += 2)
    await expect(ask()).rejects.toMatchObject(UNAVAILABLE);
  expect(breakerStates()).toEqual(['Open']);
}

describe('a call to users', () => {
  it('gives the standing and the address', async () => {
    expect(await ask()).toEqual({ isSuspended: false, address: ADDRESS });
    expect(await client.checkoutCustomer(VIEWER, newId())).toEqual({ isSuspended: false, address: null });
    users.suspend(VIEWER.userId);
    expect((await ask())?.isSuspended).toBe(true);
    users.erase(VIEWER.userId);
    expect(await ask()).toBeNull();
  });

  it('is signed by orders for the viewer, and carries the correlation id and the trace', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await runInContext({ correlationId: 'one-order', traceparent }, ask);
    const headers = users.requests[0]?.headers;
    expect(headers).toMatchObject({ 'x-correlation-id': 'one-order', traceparent });
    const verify = createViewerVerifier({ secret: SECRET });
    expect(await verify(headers?.['x-galleria-viewer'] as string)).toEqual({ signedBy: 'orders', viewer: VIEWER });
  });

  it('is tried a second time, and no third', async () => {
    users.behave('down');
    await expect(ask()).rejects.toMatchObject(UNAVAILABLE);
    expect(users.requests).toHaveLength(2);
  });

  it('succeeds when the second try does', async () => {
    users.behave('silent');
    const answer = ask();
    await vi.waitFor(() => expect(users.requests).toHaveLength(1), PATIENCE);
    users.behave('up');
    expect(await answer).toMatchObject({ address: ADDRESS });
  });

  it('waits for each of two tries until its timeout, and then no longer', async () => {
    users.behave('silent');
    const startedAt = performance.now();
    await expect(ask()).rejects.toMatchObject(UNAVAILABLE);
    const waited = performance.now() - startedAt;
    expect(users.requests).toHaveLength(2);
    expect(waited).toBeGreaterThanOrEqual(2 * TIMEOUT_MS - 5);
  });

  it('tells users how long it waits: for its timeout, or for what is left of the time of who asked orders', async () => {
    await ask();
    await runInContext({ correlationId: 'one-order', deadline: { remainingMs: () => 250.5 } }, ask);
    expect(users.requests.map(({ headers }) => headers['x-galleria-remaining-ms'])).toEqual(['1000', '250']);
  });

  it('ends with the time of who asked orders, without a second try, and does not count against users', async () => {
    users.behave('silent');
    for (let call = 0; call < FAILURES_TO_OPEN; call += 1) {
      const endsAt = performance.now() + 50;
      const deadline = { remainingMs: () => Math.max(0, endsAt - performance.now()) };
      await expect(runInContext({ correlationId: 'one-order', deadline }, ask)).rejects.toMatchObject(UNAVAILABLE);
    }
    expect(users.requests.length).toBeLessThanOrEqual(FAILURES_TO_OPEN);
    expect(breakerStates()).toEqual([]);
  });

  it('is not made when nobody waits any more', async () => {
    const deadline = { remainingMs: () => 0 };
    await expect(runInContext({ correlationId: 'one-order', deadline }, ask)).rejects.toMatchObject(UNAVAILABLE);
    expect(users.requests).toEqual([]);
  });

  it('fails when the answer has errors, for then nobody knows whether the account has such an address', async () => {
    users.behave('failing');
    await expect(ask()).rejects.toMatchObject(UNAVAILABLE);
  });

  it('fails when nobody listens', async () => {
    await users.stop();
    await expect(ask()).rejects.toMatchObject(UNAVAILABLE);
    users = await startFakeUsers();
  });
});

describe('the circuit breaker', () => {
  it('opens after failed tries in a row, and then users is not asked at all', async () => {
    await openBreaker();
    const asked = users.requests.length;
    users.behave('up');
    await expect(ask()).rejects.toMatchObject(UNAVAILABLE);
    expect(users.requests).toHaveLength(asked);
  });

  it('lets one try through after a while, and closes when it succeeds', async () => {
    await openBreaker();
    users.behave('up');
    await vi.waitFor(async () => expect(await ask()).toMatchObject({ address: ADDRESS }), PATIENCE);
    expect(breakerStates()).toEqual(['Open', 'HalfOpen', 'Closed']);
    expect(await ask()).toMatchObject({ address: ADDRESS });
  });

  it('opens again when that try fails', async () => {
    await openBreaker();
    const asked = users.requests.length;
    await vi.waitFor(async () => {
      await expect(ask()).rejects.toMatchObject(UNAVAILABLE);
      expect(breakerStates()).toEqual(['Open', 'HalfOpen', 'Open']);
    }, PATIENCE);
    expect(users.requests).toHaveLength(asked + 1);
  });

  it('is not moved by customers whom users refuses', async () => {
    for (let calls = 0; calls < 2 * FAILURES_TO_OPEN; calls += 1) await client.checkoutCustomer(VIEWER, newId());
    expect(breakerStates()).toEqual([]);
  });
});
