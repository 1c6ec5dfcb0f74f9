import { orderShipped } from '@galleria/events/orders';
import { paymentCaptured, refund } from '@galleria/events/payments';
import { passwordResetRequested } from '@galleria/events/users';
import { newId } from '@galleria/kit/identifiers';
import { toDeadLetterStub } from '@galleria/messaging/dead-letters/dead-letter-topic';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  administrator,
  CORRELATION,
  decide,
  fail,
  letterOf,
  listLetters,
  readLetter,
  startOperations,
  type OperationsService,
} from './fixtures.ts';

const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY_MS);
const refundOf = (orderId: string = newId()) => ({ orderId, reason: 'CANCELLED_BY_CUSTOMER' });
const captureOf = (orderId: string) => ({
  ...{ paymentId: newId(), orderId, customerId: newId(), amount: { amountMinor: 100, currency: 'EUR' } },
});
const shippedOf = (orderId: string) => ({
  ...{ orderId, number: 'G-7K3M-92QX', customerId: newId(), trackingNumber: null, at: new Date().toISOString() },
});

let service: OperationsService;
beforeAll(async () => void (service = await startOperations()));
afterAll(() => service.stop());

/** What was sent again about an order, and for whom. */
const sentAgain = (orderId: string) => service.published(refund).filter(({ key }) => key === orderId);

describe('a dead letter', () => {
  it('is shown with the message, its failure, and what it is about', async () => {
    const data = captureOf(newId());
    const messageId = newId();
    const [id = ''] = await fail(
      service,
      letterOf(paymentCaptured, data, {
        service: 'orders',
        messageId,
        code: 'ORDER_UNKNOWN',
        offset: 9_007_199_254_740_993n,
      }),
    );
    const letter = await readLetter(service, id);
    expect(letter).toMatchObject({
      ...{ id, service: 'orders', status: 'WAITING', messageId, source: 'orders', key: data.orderId, attempts: 12 },
      type: 'payments.payment-captured.v1',
      correlationId: CORRELATION,
      payload: JSON.stringify(data),
      isReplayable: true,
      error: { code: 'ORDER_UNKNOWN', message: 'x is undefined' },
      origin: { topic: 'payments.events', partition: 2, offset: '9007199254740993' },
      order: { id: data.orderId },
      payment: { id: data.paymentId },
      ...{ reason: null, resolvedAt: null, resolvedBy: null },
    });
    expect(letter.headers).toContainEqual({ name: 'ce_id', value: messageId });
  });

  it('that is delivered twice is one', async () => {
    const letter = letterOf(refund, refundOf());
    const later = { ...letter, headers: { ...letter.headers, dead_letter_id: newId() } };
    await fail(service, letter);
    await service.send([later]);
    const [end = ''] = await fail(service, letterOf(refund, refundOf(letter.key)));
    const found = await listLetters(service, { orderId: letter.key });
    expect(found.data.deadLetters.nodes.map(({ id }: { id: string }) => id)).toEqual([
      end,
      letter.headers['dead_letter_id'],
    ]);
  });

  it('hides secrets from people, and keeps them in what is sent again', async () => {
    const account = { userId: newId(), email: 'ada@example.com', name: 'Ada', version: 1 };
    const token = `token-${newId()}`;
    const data = { ...account, token, expiresAt: new Date().toISOString() };
    const [id = ''] = await fail(service, letterOf(passwordResetRequested, data, { service: 'notifications' }));
    const { payload } = await readLetter(service, id);
    expect(JSON.parse(payload)).toMatchObject({ ...account, token: '(hidden)' });
    await decide(service, 'replayDeadLetter', { id });
    await vi.waitFor(() => {
      const [sent] = service.published(passwordResetRequested).filter(({ key }) => key === account.userId);
      expect(sent).toMatchObject({ recipient: 'notifications', data: { token } });
    }, PATIENCE);
  });

  it('is kept with a NUL in its texts, which PostgreSQL has no place for', async () => {
    const letter = letterOf(refund, refundOf());
    const [id = ''] = await fail(service, { ...letter, headers: { ...letter.headers, 'x-own': 'a\0b' } });
    expect((await readLetter(service, id)).headers).toContainEqual({ name: 'x-own', value: 'a\uFFFDb' });
  });
});

describe('a replay', () => {
  it('sends the message once, as it was, to the service that failed', async () => {
    const data = refundOf();
    const messageId = newId();
    const [id = ''] = await fail(service, letterOf(refund, data, { messageId }));
    const answers = await Promise.all([1, 2, 3].map(() => decide(service, 'replayDeadLetter', { id })));
    expect(answers.map(({ __typename }) => __typename).toSorted()).toEqual([
      'DeadLetterReplayed',
      'DeadLetterResolved',
      'DeadLetterResolved',
    ]);
    await vi.waitFor(() => expect(sentAgain(data.orderId)).toHaveLength(1), PATIENCE);
    expect(sentAgain(data.orderId)).toMatchObject([{ id: messageId, source: 'orders', recipient: 'payments', data }]);
    expect(await readLetter(service, id)).toMatchObject({
      ...{ status: 'REPLAYED', isReplayable: false, resolvedBy: { id: administrator.userId } },
      resolvedAt: expect.any(String) as string,
    });
    expect(await decide(service, 'discardDeadLetter', { id, reason: 'late' })).toMatchObject({
      code: 'DEAD_LETTER_RESOLVED',
      deadLetter: { id, status: 'REPLAYED' },
    });
  });

  it.each([
    ['has no id', () => letterOf(refund, refundOf(), { messageId: 'none' })],
    [
      'was too large for its letter',
      () => {
        const { key, value, headers } = letterOf(refund, refundOf());
        const record = { topic: 'payments.commands', key, value, headers, partition: 0, offset: 77_000n };
        return toDeadLetterStub('payments', record, { error: new Error('no'), code: 'X', attempts: 1 });
      },
    ],
    [
      'was read from no topic',
      () => {
        const letter = letterOf(refund, refundOf());
        return { ...letter, headers: { ...letter.headers, dead_letter_topic: 'no/such topic' } };
      },
    ],
    ['is older than the inbox remembers', () => letterOf(refund, refundOf(), { failedAt: ago(30) })],
  ])('is refused when the message %s', async (_title, letter) => {
    const [id = ''] = await fail(service, letter());
    expect((await readLetter(service, id)).isReplayable).toBe(false);
    expect(await decide(service, 'replayDeadLetter', { id })).toMatchObject({ code: 'DEAD_LETTER_NOT_REPLAYABLE' });
    expect(await readLetter(service, id)).toMatchObject({ status: 'WAITING' });
    expect(await decide(service, 'discardDeadLetter', { id, reason: 'x' })).toMatchObject({
      __typename: 'DeadLetterDiscarded',
    });
  });

  it('of many goes by their filter and keeps the order in which they failed', async () => {
    const orderId = newId();
    const code = `CODE_${newId()}`;
    const [first = '', , third = ''] = await fail(
      service,
      letterOf(refund, { orderId, reason: 'FIRST' }, { code }),
      letterOf(refund, { orderId, reason: 'OTHER' }),
      letterOf(refund, { orderId, reason: 'SECOND' }, { code }),
      letterOf(refund, refundOf(), { code, messageId: 'none' }),
    );
    expect(await decide(service, 'replayDeadLetters', { filter: { errorCodes: [code] } })).toEqual({
      __typename: 'DeadLettersReplayed',
      ...{ count: 2, notReplayable: 1, remaining: 0 },
    });
    await vi.waitFor(
      () => expect(sentAgain(orderId).map(({ data }) => data.reason)).toEqual(['FIRST', 'SECOND']),
      PATIENCE,
    );
    for (const id of [first, third]) expect(await readLetter(service, id)).toMatchObject({ status: 'REPLAYED' });
    const done = { filter: { errorCodes: [code], statuses: ['REPLAYED'] } };
    expect(await decide(service, 'replayDeadLetters', done)).toMatchObject({ count: 0, remaining: 0 });
  });

  it('of more than are decided about at once says how many remain', async () => {
    const code = `CODE_${newId()}`;
    const letters = Array.from({ length: 502 }, () => letterOf(refund, refundOf(), { code }));
    await fail(service, ...letters);
    const replay = () => decide(service, 'replayDeadLetters', { filter: { errorCodes: [code] } });
    expect(await replay()).toMatchObject({ count: 500, remaining: 2 });
    expect(await replay()).toMatchObject({ count: 2, remaining: 0 });
  });
});

describe('a discard', () => {
  it('keeps the letter with the reason and who gave it', async () => {
    const data = refundOf();
    const [id = ''] = await fail(service, letterOf(refund, data));
    expect(await decide(service, 'discardDeadLetter', { id, reason: '  settled by hand ' })).toMatchObject({
      deadLetter: { status: 'DISCARDED', reason: 'settled by hand', resolvedBy: { id: administrator.userId } },
    });
    expect(await decide(service, 'replayDeadLetter', { id })).toMatchObject({ code: 'DEAD_LETTER_RESOLVED' });
    expect(sentAgain(data.orderId)).toEqual([]);
  });

  it.each(['', ' \n ', 'x'.repeat(501)])('needs a reason of 1 to 500 characters', async (reason) => {
    const [id = ''] = await fail(service, letterOf(refund, refundOf()));
    const refused = { code: 'INVALID_DISCARD_REASON' };
    expect(await decide(service, 'discardDeadLetter', { id, reason })).toMatchObject(refused);
    expect(await decide(service, 'discardDeadLetters', { filter: {}, reason })).toMatchObject(refused);
    expect(await readLetter(service, id)).toMatchObject({ status: 'WAITING' });
  });

  it('or replay of many is refused with dates that make no range', async () => {
    const filter = { failedFrom: '2026-01-02T00:00:00Z', failedTo: '2026-01-01T00:00:00Z' };
    const refused = { code: 'INVALID_DEAD_LETTER_FILTER' };
    expect(await decide(service, 'replayDeadLetters', { filter })).toMatchObject(refused);
    expect(await decide(service, 'discardDeadLetters', { filter, reason: 'x' })).toMatchObject(refused);
  });

  it('of many leaves what does not match', async () => {
    const orderId = newId();
    const [, kept = ''] = await fail(
      service,
      letterOf(refund, { orderId, reason: 'FIRST' }),
      letterOf(orderShipped, shippedOf(orderId), { service: 'notifications' }),
    );
    const filter = { orderId, services: ['payments'] };
    expect(await decide(service, 'discardDeadLetters', { filter, reason: 'a test' })).toMatchObject({ count: 1 });
    expect(await readLetter(service, kept)).toMatchObject({ status: 'WAITING' });
  });

  it.each(['replayDeadLetter', 'discardDeadLetter'])('or replay of what is not there: %s', async (name) => {
    const reason = name === 'discardDeadLetter' ? { reason: 'x' } : {};
    for (const id of [newId(), 'no id', '']) {
      expect(await decide(service, name, { id, ...reason })).toMatchObject({ code: 'DEAD_LETTER_UNKNOWN' });
    }
  });
});

describe('the list of dead letters', () => {
  it('goes page by page, newest first, and each part of the filter narrows it', async () => {
    const orderId = newId();
    const messageId = newId();
    const ids = await fail(
      service,
      letterOf(refund, { orderId, reason: 'FIRST' }, { messageId, failedAt: ago(3) }),
      letterOf(refund, { orderId, reason: 'SECOND' }, { code: 'B' }),
      letterOf(orderShipped, shippedOf(orderId), { service: 'notifications' }),
    );
    const newest = ids.toReversed();
    const idsOf = async (filter: object) => {
      const { data } = await listLetters(service, { orderId, ...filter });
      return data.deadLetters.nodes.map(({ id }: { id: string }) => id);
    };
    const { data } = await listLetters(service, { orderId }, { first: 2 });
    expect(data.deadLetters).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const { endCursor } = data.deadLetters.pageInfo;
    const rest = await listLetters(service, { orderId }, { first: 2, after: endCursor });
    expect([...data.deadLetters.nodes, ...rest.data.deadLetters.nodes].map(({ id }) => id)).toEqual(newest);
    expect(await idsOf({ services: ['notifications'] })).toEqual([ids[2]]);
    expect(await idsOf({ types: ['orders.order-shipped.v1'] })).toEqual([ids[2]]);
    expect(await idsOf({ errorCodes: ['B'] })).toEqual([ids[1]]);
    expect(await idsOf({ messageId })).toEqual([ids[0]]);
    expect(await idsOf({ failedTo: ago(2).toISOString() })).toEqual([ids[0]]);
    expect(await idsOf({ failedFrom: ago(2).toISOString() })).toEqual([ids[2], ids[1]]);
    expect(await idsOf({ statuses: ['DISCARDED'] })).toEqual([]);
    expect(await idsOf({ statuses: [] })).toEqual([]);
    expect(await idsOf({ orderId: 'no id' })).toEqual([]);
  });

  it.each([
    [{ failedFrom: '2026-01-02T00:00:00Z', failedTo: '2026-01-01T00:00:00Z' }, {}, 'INVALID_DEAD_LETTER_FILTER'],
    [{ services: Array.from({ length: 101 }, () => 'x') }, {}, 'INVALID_DEAD_LETTER_FILTER'],
    [{ types: ['x'.repeat(201)] }, {}, 'INVALID_DEAD_LETTER_FILTER'],
    [{}, { first: 0 }, 'PAGE_SIZE_INVALID'],
    [{}, { first: 1, after: Buffer.from('["x"]').toString('base64url') }, 'CURSOR_INVALID'],
  ])('refuses %o %o', async (filter, page, code) => {
    const { errors } = await listLetters(service, filter, { first: 10, ...page });
    expect(errors).toMatchObject([{ extensions: { code } }]);
  });
});
