import { newId } from '@galleria/kit/identifiers';
import { expect, it } from 'vitest';
import type { BookEntry } from '../src/domain/reconciliation.ts';
import type { PaymentProvider } from '../src/service/payment-provider.ts';

/** A provider under test, and the tokens with which it does what the suite needs. */
export interface ProviderUnderTest {
  readonly provider: PaymentProvider;
  readonly tokens: {
    readonly good: string;
    readonly otherGood: string;
    readonly declined: string;
    readonly poor: string;
  };
  /** Webhooks that the provider has sent, oldest first. */
  readonly deliveries: readonly { readonly body: Buffer; readonly headers: Readonly<Record<string, string>> }[];
}

export const signal = new AbortController().signal;

export const requestFor = (paymentToken: string, idempotencyKey = newId()) => ({
  idempotencyKey,
  paymentToken,
  amountMinor: 10_000,
  currency: 'EUR',
});

/** What every payment provider does, whoever is behind it. Called in a `describe` of each implementation. */
export function itBehavesLikeAProvider(under: () => ProviderUnderTest): void {
  itCharges(under);
  itCallsOff(under);
  itRefunds(under);
  itKeepsBooks(under);
  itSendsWebhooks(under);
}

async function capture({ provider, tokens }: ProviderUnderTest, idempotencyKey = newId()): Promise<string> {
  const outcome = await provider.charge(requestFor(tokens.good, idempotencyKey), signal);
  if (outcome.kind !== 'captured') throw new Error('not captured');
  return outcome.reference;
}

function itCharges(under: () => ProviderUnderTest): void {
  it('charges once for a key and gives one answer, however often it is asked', async () => {
    const { provider, tokens } = under();
    for (const token of [tokens.good, tokens.declined, tokens.poor, 'nonsense']) {
      const request = requestFor(token);
      const first = await provider.charge(request, signal);
      expect(await provider.charge(request, signal)).toEqual(first);
    }
  });

  it('says why it declines, in our words', async () => {
    const { provider, tokens } = under();
    const outcomeOf = (token: string) => provider.charge(requestFor(token), signal);
    expect(await outcomeOf(tokens.declined)).toEqual({ kind: 'declined', reason: 'PAYMENT_DECLINED' });
    expect(await outcomeOf(tokens.poor)).toEqual({ kind: 'declined', reason: 'INSUFFICIENT_FUNDS' });
    expect(await outcomeOf('nonsense')).toEqual({ kind: 'declined', reason: 'INVALID_PAYMENT_TOKEN' });
  });

  it('refuses a key that came with another amount, currency or means of payment', async () => {
    const { provider, tokens } = under();
    const request = requestFor(tokens.good);
    await provider.charge(request, signal);
    for (const other of [
      { ...request, amountMinor: 1_000 },
      { ...request, currency: 'USD' },
      { ...request, paymentToken: tokens.otherGood },
    ]) {
      await expect(provider.charge(other, signal)).rejects.toMatchObject({
        code: 'PROVIDER_KEY_MISUSED',
        retriable: false,
      });
    }
  });
}

function itCallsOff(under: () => ProviderUnderTest): void {
  it('never charges under a key that was called off', async () => {
    const { provider, tokens } = under();
    const request = requestFor(tokens.good);
    expect(await provider.cancelCharge(request, signal)).toEqual({ kind: 'cancelled' });
    expect(await provider.charge(request, signal)).toEqual({ kind: 'cancelled' });
    expect(await provider.cancelCharge(request, signal)).toEqual({ kind: 'cancelled' });
  });

  it('tells what became of a charge that is called off too late', async () => {
    const { provider, tokens } = under();
    for (const token of [tokens.good, tokens.declined, tokens.poor]) {
      const request = requestFor(token);
      const outcome = await provider.charge(request, signal);
      expect(await provider.cancelCharge(request, signal)).toEqual(outcome);
    }
  });
}

function itRefunds(under: () => ProviderUnderTest): void {
  it('refunds once for a key, and tells its name for it', async () => {
    const { provider } = under();
    const request = { idempotencyKey: newId(), chargeReference: await capture(under()), amountMinor: 6_000 };
    const first = await provider.refund(request, signal);
    expect(first).toMatchObject({ kind: 'refunded', reference: expect.any(String) });
    expect(await provider.refund(request, signal)).toEqual(first);
    const rest = await provider.refund({ ...request, idempotencyKey: newId(), amountMinor: 4_000 }, signal);
    expect(rest).toMatchObject({ kind: 'refunded' });
    expect(rest).not.toEqual(first);
  });

  it('refuses to refund more than was captured, when many race', async () => {
    const chargeReference = await capture(under());
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () =>
        under().provider.refund({ idempotencyKey: newId(), chargeReference, amountMinor: 4_000 }, signal),
      ),
    );
    expect(outcomes.filter(({ kind }) => kind === 'refunded')).toHaveLength(2);
    expect(outcomes.filter(({ kind }) => kind === 'refused')).toHaveLength(4);
  });

  it('refuses to refund what it never captured', async () => {
    const request = { idempotencyKey: newId(), chargeReference: 'pi_of_nobody', amountMinor: 1 };
    expect(await under().provider.refund(request, signal)).toEqual({ kind: 'refused' });
  });
}

function itKeepsBooks(under: () => ProviderUnderTest): void {
  it('lists in its ledger what moved and what did not, under our ids', async () => {
    const { provider, tokens } = under();
    const since = new Date(Date.now() - 60_000);
    const [captured, declined, refunded] = [newId(), newId(), newId()];
    const chargeReference = await capture(under(), captured);
    await provider.charge(requestFor(tokens.declined, declined), signal);
    await provider.refund({ idempotencyKey: refunded, chargeReference, amountMinor: 2_500 }, signal);
    const entries: BookEntry[] = [];
    for await (const entry of provider.ledger(since)) entries.push(entry);
    const entryOf = (key: string) => entries.find((entry) => entry.key === key);
    expect(entryOf(captured)).toMatchObject({
      ...{ subject: 'charge', isMoved: true, reference: chargeReference, amountMinor: 10_000, currency: 'EUR' },
    });
    expect(entryOf(declined)).toMatchObject({ subject: 'charge', isMoved: false });
    expect(entryOf(refunded)).toMatchObject({
      ...{ subject: 'refund', isMoved: true, amountMinor: 2_500, currency: 'EUR' },
    });
    for await (const entry of provider.ledger(new Date(Date.now() + 60_000))) expect(entry).toBeUndefined();
  });

  it('lists each entry once, however many there are', async () => {
    const { provider, tokens } = under();
    const keys = Array.from({ length: 120 }, () => newId());
    for (const key of keys) await provider.charge(requestFor(tokens.good, key), signal);
    const listed: (string | null)[] = [];
    for await (const { key } of provider.ledger(new Date(Date.now() - 60_000))) listed.push(key);
    expect(keys.filter((key) => listed.filter((other) => other === key).length === 1)).toEqual(keys);
  });
}

function itSendsWebhooks(under: () => ProviderUnderTest): void {
  const eventsAbout = async (paymentId: string) => {
    const { provider, deliveries } = under();
    const read = deliveries.map(({ body, headers }) => provider.readWebhook({ body, header: (name) => headers[name] }));
    return (await Promise.all(read)).filter((event) => event?.paymentId === paymentId);
  };

  it('tells of a capture, a decline and a refund in webhooks that it signs', async () => {
    const { provider, tokens } = under();
    const [captured, declined, refundId] = [newId(), newId(), newId()];
    const chargeReference = await capture(under(), captured);
    await provider.charge(requestFor(tokens.poor, declined), signal);
    const made = await provider.refund({ idempotencyKey: refundId, chargeReference, amountMinor: 2_500 }, signal);
    await expect.poll(() => eventsAbout(captured)).toHaveLength(2);
    const events = await eventsAbout(captured);
    const about = { currency: 'EUR', paymentId: captured };
    expect(events).toContainEqual(
      expect.objectContaining({
        ...{ ...about, kind: 'charge', amountMinor: 10_000, outcome: { kind: 'captured', reference: chargeReference } },
      }),
    );
    expect(events).toContainEqual(
      expect.objectContaining({
        ...about,
        kind: 'refund',
        amountMinor: 2_500,
        refundId,
        chargeReference,
        outcome: made,
      }),
    );
    await expect.poll(() => eventsAbout(declined)).toHaveLength(1);
    expect((await eventsAbout(declined))[0]).toMatchObject({
      outcome: { kind: 'declined', reason: 'INSUFFICIENT_FUNDS' },
    });
  });

  it('takes no webhook whose body or signature is not its own', async () => {
    const { provider, deliveries } = under();
    const paymentId = newId();
    await capture(under(), paymentId);
    const ours = () => deliveries.find(({ body }) => body.includes(paymentId));
    await expect.poll(ours).toBeDefined();
    const { body, headers } = ours()!;
    const header = (name: string) => headers[name];
    const forged = Buffer.from(body.toString().replace('10000', '10001'));
    expect(forged.equals(body)).toBe(false);
    for (const delivery of [
      { body: forged, header },
      { body, header: () => undefined },
      { body, header: (name: string) => headers[name]?.replace(/v1=./, 'v1=x') },
      { body: Buffer.alloc(0), header },
    ]) {
      await expect(provider.readWebhook(delivery)).rejects.toMatchObject({ code: 'WEBHOOK_NOT_AUTHENTIC' });
    }
  });
}
