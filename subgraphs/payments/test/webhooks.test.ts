import { charge } from '@galleria/events/payments';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SANDBOX_SIGNATURE_HEADER, type SandboxEvent } from '../src/clients/sandbox-events.ts';
import { signWebhook } from '../src/clients/webhook-signature.ts';
import {
  chargeOf,
  invoicesOf,
  paymentOf,
  refundBy,
  startPayments,
  told,
  WEBHOOK_SECRET,
  type ChargeData,
  type PaymentsService,
} from './fixtures.ts';
import { createInterruptedProvider } from './interrupted-provider.ts';
import { createSandboxProvider } from '../src/clients/sandbox-provider.ts';

let service: PaymentsService;
const clock = () => new Date();
let release: () => void = () => undefined;
const held = new Promise<void>((resolve) => (release = resolve));
beforeAll(async () => {
  service = await startPayments({
    provider: ({ database }) => ({
      ...createInterruptedProvider(database, { held, onAsked: () => undefined }),
      readWebhook: createSandboxProvider({
        ledger: database,
        slowMs: 0,
        webhooks: { secret: WEBHOOK_SECRET, clock, send: () => undefined },
      }).readWebhook,
    }),
  });
});
afterAll(async () => {
  release();
  await service.stop();
});

const post = (payload: string | Buffer, headers: Record<string, string>) =>
  service.app.server.inject({
    ...{ method: 'POST', url: '/webhooks/sandbox', payload },
    headers: { 'content-type': 'application/json', ...headers },
  });

async function deliver(event: SandboxEvent | string) {
  const body = Buffer.from(typeof event === 'string' ? event : JSON.stringify(event));
  const { statusCode } = await post(body, { [SANDBOX_SIGNATURE_HEADER]: signWebhook(WEBHOOK_SECRET, body, clock()) });
  return statusCode;
}

/** A charge whose answer never comes, and its id. */
async function unanswered(): Promise<{ command: ChargeData; key: string }> {
  const command = chargeOf('tok_held', 10_000);
  await service.publish(charge, command);
  const key = await vi.waitFor(async () => {
    const payment = await paymentOf(service, command.orderId);
    expect(payment).not.toBeNull();
    return payment!.id;
  }, PATIENCE);
  return { command, key };
}

const capturedEvent = (key: string, more: object = {}): SandboxEvent => ({
  ...{ id: `evt_${newId()}`, type: 'charge.captured', key, reference: `sandbox_${key}` },
  ...{ amountMinor: 10_000, currency: 'EUR', ...more },
});

const refundEvent = (chargeKey: string, more: object = {}): SandboxEvent => ({
  ...{ id: `evt_${newId()}`, type: 'refund.made', key: null, reference: `by_hand_${newId()}` },
  ...{ charge: { key: chargeKey, reference: `sandbox_${chargeKey}` }, amountMinor: 2_500, currency: 'EUR', ...more },
});

describe('a webhook about a charge', () => {
  it('settles a capture whose answer was lost: once, with one invoice and one event, however often it comes', async () => {
    const { command, key } = await unanswered();
    const event = capturedEvent(key);
    const statuses = await Promise.all(Array.from({ length: 5 }, () => deliver(event)));
    statuses.push(await deliver(event), await deliver(capturedEvent(key)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await vi.waitFor(() => expect(told(service, command.orderId).captured).toHaveLength(1), PATIENCE);
    expect(await paymentOf(service, command.orderId)).toMatchObject({ status: 'CAPTURED' });
    expect(await invoicesOf(service, command.orderId)).toHaveLength(1);
  });

  it('settles a decline', async () => {
    const { command, key } = await unanswered();
    const about = { id: `evt_${newId()}`, key, amountMinor: 10_000, currency: 'EUR' };
    expect(await deliver({ ...about, type: 'charge.declined', reason: 'INSUFFICIENT_FUNDS' })).toBe(200);
    await vi.waitFor(() => expect(told(service, command.orderId).declined).toHaveLength(1), PATIENCE);
    expect(told(service, command.orderId).declined[0]).toMatchObject({ reason: 'INSUFFICIENT_FUNDS' });
  });

  it('of another amount changes nothing', async () => {
    const { command, key } = await unanswered();
    expect(await deliver(capturedEvent(key, { amountMinor: 1 }))).toBe(200);
    expect(await deliver(capturedEvent(key, { currency: 'USD' }))).toBe(200);
    expect(await paymentOf(service, command.orderId)).toMatchObject({ status: 'PENDING' });
  });

  it.each([newId(), 'no-id', ''])('that nobody here knows, such as %o, is taken and changes nothing', async (key) => {
    expect(await deliver(capturedEvent(key))).toBe(200);
  });
});

describe('a webhook about a refund', () => {
  it('that overtakes the one about its capture tells of both', async () => {
    const { command, key } = await unanswered();
    expect(await deliver(refundEvent(key))).toBe(200);
    expect(await deliver(capturedEvent(key))).toBe(200);
    await vi.waitFor(() => expect(told(service, command.orderId).refunded).toHaveLength(1), PATIENCE);
    expect(told(service, command.orderId).captured).toHaveLength(1);
    expect(await invoicesOf(service, command.orderId)).toHaveLength(1);
    expect(await paymentOf(service, command.orderId)).toMatchObject({
      status: 'PARTIALLY_REFUNDED',
      refunds: [{ amount: { amountMinor: 2_500 }, reason: 'REFUNDED_AT_PROVIDER' }],
    });
  });

  it('made by hand counts once, whatever its events are called', async () => {
    const { command, key } = await unanswered();
    await deliver(capturedEvent(key));
    const event = refundEvent(key);
    await Promise.all([deliver(event), deliver(event), deliver({ ...event, id: `evt_${newId()}` })]);
    await deliver({ ...event, id: `evt_${newId()}` });
    expect(await paymentOf(service, command.orderId)).toMatchObject({ refunded: { amountMinor: 2_500 } });
    await vi.waitFor(() => expect(told(service, command.orderId).refunded).toHaveLength(1), PATIENCE);
  });

  it('beyond what is left is to be sent again, and takes effect when there is room', async () => {
    const { command, key } = await unanswered();
    await deliver(capturedEvent(key));
    await refundBy(service, { orderId: command.orderId, amountMinor: 9_000 });
    const event = refundEvent(key);
    // The refund above is refused by the sandbox, which knows no such charge, and is then out of the way.
    const statuses = await vi.waitFor(async () => {
      const status = await deliver(event);
      expect([200, 503]).toContain(status);
      if (status === 503) throw new Error('not yet');
      return status;
    }, PATIENCE);
    expect(statuses).toBe(200);
    expect(await paymentOf(service, command.orderId)).toMatchObject({ refunded: { amountMinor: 2_500 } });
  });

  it('is nothing new for a refund that this service asked for', async () => {
    const { command, key } = await unanswered();
    await deliver(capturedEvent(key));
    const { rows } = await service.database.pool.query<{ id: string }>(
      `insert into refunds (id, payment_id, amount_minor, reason, next_attempt_at, correlation_id, created_at)
       values ($1, $2, 4000, 'TIMED_OUT', now() + interval '1 hour', 'test', now()) returning id`,
      [newId(), key],
    );
    await service.database.pool.query('update payments set refunded_minor = 4000 where id = $1', [key]);
    const refundId = rows[0]!.id;
    const event = refundEvent(key, { key: refundId, reference: `sandbox_refund_${refundId}`, amountMinor: 4_000 });
    await Promise.all([deliver(event), deliver({ ...event, id: `evt_${newId()}` })]);
    await vi.waitFor(() => expect(told(service, command.orderId).refunded).toHaveLength(1), PATIENCE);
    expect(told(service, command.orderId).refunded[0]).toMatchObject({ refundId, reason: 'TIMED_OUT' });
    expect(await paymentOf(service, command.orderId)).toMatchObject({ refunded: { amountMinor: 4_000 } });
  });
});

describe('the endpoint', () => {
  const body = Buffer.from(JSON.stringify(capturedEvent(newId())));
  const signature = (at: Date, secret = WEBHOOK_SECRET) => ({
    [SANDBOX_SIGNATURE_HEADER]: signWebhook(secret, body, at),
  });

  it.each([
    ['no signature', {}],
    ['another secret', signature(new Date(), 'somebody who guesses, or replays')],
    ['a signature from ten minutes ago', signature(new Date(Date.now() - 600_000))],
    ['a signature from the future', signature(new Date(Date.now() + 600_000))],
  ])('refuses %s with 401', async (_case, headers) => {
    const { statusCode, json } = await post(body, headers);
    expect(statusCode).toBe(401);
    expect(json()).toEqual({ error: 'The signature is missing, wrong or too old.' });
  });

  it.each(['nonsense', '{}', '{"type":"charge.captured"}', '[]'])(
    'refuses %s, although signed, with 400',
    async (text) => {
      expect(await deliver(text)).toBe(400);
    },
  );

  it('refuses what is too large before it looks at it', async () => {
    const { statusCode, json } = await post(Buffer.alloc(300_000, 'a'), signature(new Date()));
    expect(statusCode).toBe(413);
    expect(json()).toEqual({ error: 'The event is too large.' });
  });

  it('takes any content type, since the signature is what counts', async () => {
    expect((await post(body, { ...signature(new Date()), 'content-type': 'text/plain' })).statusCode).toBe(200);
  });

  it('answers 503 when its own database is away, so that the event comes again', async () => {
    const { key } = await unanswered();
    await service.database.pool.query('alter table provider_events rename to provider_events_away');
    try {
      const answer = await post(...signed(capturedEvent(key)));
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toEqual({ error: 'Not now: send it again.' });
    } finally {
      await service.database.pool.query('alter table provider_events_away rename to provider_events');
    }
    expect(await deliver(capturedEvent(key))).toBe(200);
  });

  it('costs one statement for news of what is settled', async () => {
    const { command, key } = await unanswered();
    await deliver(capturedEvent(key));
    await vi.waitFor(() => expect(told(service, command.orderId).captured).toHaveLength(1), PATIENCE);
    expect(await service.queryCount(() => deliver(capturedEvent(key)))).toBe(1);
  });
});

function signed(event: SandboxEvent): [Buffer, Record<string, string>] {
  const body = Buffer.from(JSON.stringify(event));
  return [body, { [SANDBOX_SIGNATURE_HEADER]: signWebhook(WEBHOOK_SECRET, body, clock()) }];
}
