import { currentContext, type ExecutionContext } from '@galleria/kit/execution-context';
import { ServiceError } from '@galleria/kit/errors';
import pLimit from 'p-limit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { IncomingRecord } from '../kafka/broker.ts';
import type { Message } from '../contract/contract.ts';
import { createRecordHandler, type Failure, type HandlerDependencies } from './record-handler.ts';
import { on } from './subscription.ts';
import { createRecordingLogger, recordOf } from '../testing/fakes.ts';

const schema = z.object({ amount: z.number() });
type Sold = z.infer<typeof schema>;
const sold = { type: 'shop.sold.v1', topic: 'shop.events', keyOf: () => 'k', schema };
const unavailable = () => new ServiceError('PROVIDER_AWAY', { kind: 'unavailable', message: 'away', retriable: true });

function createHandler(
  handle: (data: Sold, message: Message<Sold>) => Promise<void>,
  changes: Partial<HandlerDependencies> = {},
) {
  const buried: { record: IncomingRecord; failure: Failure }[] = [];
  const { logger, lines } = createRecordingLogger();
  const handler = createRecordHandler({
    service: 'shop',
    subscriptions: [on(sold, handle)],
    knownTypes: new Set(['shop.sold.v1', 'shop.closed.v1']),
    retry: { attempts: 3, firstMs: 100, maxMs: 1_000 },
    inTurn: pLimit(4),
    logger,
    bury: async (record, failure) => void buried.push({ record, failure }),
    isDatabaseWritable: async () => true,
    ...changes,
  });
  return { handler, buried, lines };
}

const newer = (headers: Record<string, string> = {}) =>
  recordOf({ headers: { ce_id: '1', ce_type: 'shop.moved.v1', ...headers } });

const running = new AbortController().signal;

describe('a record handler', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('hands the data and the envelope to the subscription, in the context of what caused the message', async () => {
    const seen: { data: Sold; message: Message<Sold>; context: ExecutionContext | undefined }[] = [];
    const { handler, lines } = createHandler(async (data, message) => {
      seen.push({ data, message, context: currentContext() });
    });
    const record = recordOf({ headers: { ...recordOf().headers, traceparent: '00-1-2-01' } });
    expect(await handler(record, running)).toBe(true);
    const id = record.headers['ce_id'];
    expect(seen).toMatchObject([
      {
        data: { amount: 1 },
        message: { id, type: 'shop.sold.v1', key: 'k', data: { amount: 1 } },
        context: { correlationId: 'c-1', causationId: id, traceparent: '00-1-2-01' },
      },
    ]);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'info', type: 'shop.sold.v1', messageId: id, correlationId: 'c-1' }),
    );
  });

  it.each([
    ['of a type that nobody subscribed to', recordOf({ headers: { ce_id: '1', ce_type: 'shop.closed.v1' } })],
    ['without any type', recordOf({ headers: {} })],
    ['of a known type on another topic', recordOf({ topic: 'other.events' })],
    ['of an unknown type that was replayed for another service', newer({ ce_recipient: 'social' })],
    ['replayed for another service', recordOf({ headers: { ...recordOf().headers, ce_recipient: 'social' } })],
  ])('ignores a message %s', async (_title, record) => {
    const handle = vi.fn();
    const { handler, buried } = createHandler(handle);
    expect(await handler(record, running)).toBe(true);
    expect(handle).not.toHaveBeenCalled();
    expect(buried).toEqual([]);
  });

  it.each([
    ['as it came', newer()],
    ['replayed for this service', newer({ ce_recipient: 'shop' })],
  ])('keeps a message of a type that no contract of its release names, %s', async (_title, record) => {
    const { handler, buried } = createHandler(vi.fn());
    expect(await handler(record, running)).toBe(true);
    expect(buried).toMatchObject([{ record, failure: { code: 'MESSAGE_TYPE_UNKNOWN', attempts: 0 } }]);
  });

  it('handles a message that was replayed for this service', async () => {
    const handle = vi.fn(async () => undefined);
    const { handler } = createHandler(handle);
    await handler(recordOf({ headers: { ...recordOf().headers, ce_recipient: 'shop' } }), running);
    expect(handle).toHaveBeenCalledOnce();
  });

  it.each([
    ['that does not fit its contract', recordOf({ value: '{"amount":"much"}' }), 'MESSAGE_INVALID'],
    ['that is no JSON', recordOf({ value: 'amount=1' }), 'MESSAGE_INVALID'],
    ['without an id', recordOf({ headers: { ce_type: 'shop.sold.v1' } }), 'MESSAGE_MALFORMED'],
  ])('buries a message %s without trying', async (_title, record, code) => {
    const handle = vi.fn();
    const { handler, buried } = createHandler(handle);
    expect(await handler(record, running)).toBe(true);
    expect(handle).not.toHaveBeenCalled();
    expect(buried).toMatchObject([{ record, failure: { code, attempts: 0 } }]);
  });

  it('buries a message that its handler refuses after one try', async () => {
    const handle = vi.fn().mockRejectedValue(new ServiceError('ORDER_UNKNOWN', { kind: 'not-found', message: '' }));
    const { handler, buried } = createHandler(handle);
    expect(await handler(recordOf(), running)).toBe(true);
    expect(handle).toHaveBeenCalledOnce();
    expect(buried).toMatchObject([{ failure: { code: 'ORDER_UNKNOWN', attempts: 1 } }]);
  });

  it.each([
    ['a defect', new TypeError('x is undefined'), 'TypeError'],
    ['a thrown value that is no error', 'oops', 'Error'],
  ])('buries a message on %s when its tries are exhausted', async (_title, thrown, code) => {
    const { handler, buried } = createHandler(vi.fn().mockRejectedValue(thrown));
    const done = handler(recordOf(), running);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await done).toBe(true);
    expect(buried).toMatchObject([{ failure: { code, attempts: 3 } }]);
  });

  it('begins nothing whose turn comes after the end, and calls nothing a dead letter that fails because of it', async () => {
    const stopping = new AbortController();
    const free: (() => void)[] = [];
    const handle = vi.fn(async () => {
      await new Promise<void>((resolve) => free.push(resolve));
      throw new Error('Cannot use a pool after calling end on the pool');
    });
    const { handler, buried } = createHandler(handle, {
      inTurn: pLimit(1),
      retry: { attempts: 1, firstMs: 100, maxMs: 1_000 },
    });
    const outcomes = [1, 2, 3].map((offset) => handler(recordOf({ offset: BigInt(offset) }), stopping.signal));
    await vi.advanceTimersByTimeAsync(1);
    stopping.abort();
    free.forEach((end) => end());
    expect(await Promise.all(outcomes)).toEqual([false, false, false]);
    expect(handle).toHaveBeenCalledOnce();
    expect(buried).toEqual([]);
  });

  it('tries a retriable failure again, later and later, until it succeeds', async () => {
    const handle = vi
      .fn(async () => undefined)
      .mockRejectedValueOnce(unavailable())
      .mockRejectedValueOnce(unavailable());
    const { handler, buried } = createHandler(handle);
    const done = handler(recordOf(), running);
    await vi.advanceTimersByTimeAsync(49);
    expect(handle).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(51);
    expect(handle).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(200);
    expect(handle).toHaveBeenCalledTimes(3);
    expect(await done).toBe(true);
    expect(buried).toEqual([]);
  });

  it('buries a message when its tries are exhausted', async () => {
    const handle = vi.fn().mockRejectedValue(unavailable());
    const { handler, buried } = createHandler(handle);
    const done = handler(recordOf(), running);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await done).toBe(true);
    expect(buried).toMatchObject([{ failure: { code: 'PROVIDER_AWAY', attempts: 3 } }]);
  });

  it('goes on trying for as long as the database is away', async () => {
    let databaseUp = false;
    const handle = vi.fn(async () => {
      if (!databaseUp) throw new Error('Connection terminated unexpectedly');
    });
    const { handler, buried } = createHandler(handle, { isDatabaseWritable: async () => databaseUp });
    const done = handler(recordOf(), running);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(handle.mock.calls.length).toBeGreaterThan(50);
    databaseUp = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await done).toBe(true);
    expect(buried).toEqual([]);
  });

  it('handles a message that had to wait for its turn in the context of its own cause', async () => {
    const contexts: (string | undefined)[] = [];
    const handle = async () => void contexts.push(currentContext()?.correlationId);
    const { handler } = createHandler(handle, { inTurn: pLimit(1) });
    const causedBy = (cause: string) => recordOf({ headers: { ...recordOf().headers, ce_correlationid: cause } });
    await Promise.all(['c-1', 'c-2', 'c-3'].map((cause) => handler(causedBy(cause), running)));
    expect(contexts).toEqual(['c-1', 'c-2', 'c-3']);
  });

  it('does not keep others from their turn while it waits for the next try', async () => {
    const inTurn = pLimit(1);
    const { handler } = createHandler(vi.fn().mockRejectedValue(unavailable()), { inTurn });
    void handler(recordOf(), running);
    await vi.advanceTimersByTimeAsync(1);
    expect(await inTurn(async () => 'free')).toBe('free');
  });

  it('gives up waiting when it is stopped, so that the message is delivered again', async () => {
    const stopping = new AbortController();
    const { handler, buried } = createHandler(vi.fn().mockRejectedValue(unavailable()));
    const done = handler(recordOf(), stopping.signal);
    await vi.advanceTimersByTimeAsync(1);
    stopping.abort();
    expect(await done).toBe(false);
    expect(buried).toEqual([]);
  });

  it('tries to bury until it succeeds', async () => {
    const bury = vi.fn(async () => undefined).mockRejectedValueOnce(new Error('broker away'));
    const { handler } = createHandler(vi.fn().mockRejectedValue(new Error('no')), { bury });
    const done = handler(recordOf(), running);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await done).toBe(true);
    expect(bury).toHaveBeenCalledTimes(2);
  });
});
