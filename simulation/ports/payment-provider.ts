import {
  newEventId,
  readSandboxEvent,
  type SandboxEvent,
} from '../../subgraphs/payments/src/clients/sandbox-events.ts';
import { providerErrors } from '../../subgraphs/payments/src/domain/errors.ts';
import type { ChargeOutcome } from '../../subgraphs/payments/src/domain/payment.ts';
import type { BookEntry } from '../../subgraphs/payments/src/domain/reconciliation.ts';
import type { PaymentProvider } from '../../subgraphs/payments/src/service/payment-provider.ts';
import type { Life, World } from '../world/world.ts';

/** What the provider of a schedule does to those who ask it. */
export interface ProviderFaults {
  isAway(): boolean;
  /** It did as it was asked, and its answer is lost. */
  losesAnswer(): boolean;
  /** It does not give money back under this key, however often it is asked. */
  refusesRefund(): boolean;
}

export interface MemoryProvider {
  connect(life: Life): PaymentProvider;
  /** What it has taken, less what it has given back, by the key of the charge. */
  heldMinor(charge: string): number;
}

/** The token with which a customer cannot pay. */
export const DECLINED_TOKEN = 'tok_declined';

/** What becomes of a charge with a token: captured, or why it is declined. */
const OUTCOMES: Readonly<Record<string, string>> = {
  tok_success: 'captured',
  tok_slow: 'captured',
  [DECLINED_TOKEN]: 'PAYMENT_DECLINED',
  tok_insufficient_funds: 'INSUFFICIENT_FUNDS',
};

interface Charge {
  readonly key: string;
  readonly reference: string;
  readonly request: string;
  readonly outcome: ChargeOutcome;
  readonly amountMinor: number;
  readonly currency: string;
  readonly createdAt: Date;
}

interface Made {
  readonly key: string;
  readonly charge: Charge;
  readonly reference: string;
  readonly amountMinor: number;
  readonly createdAt: Date;
}

/**
 * A payment provider whose books outlive every process: the same key has one effect and one answer. It is held to what
 * the suite of providers in payments asks of the real ones.
 */
export function createMemoryProvider(
  world: World,
  faults: ProviderFaults,
  webhooks: { readonly secret: string; readonly send: (event: SandboxEvent) => void },
): MemoryProvider {
  const books = createBooks(world, faults, webhooks.send);
  const ask = async <T>(life: Life, signal: AbortSignal, effect: () => T): Promise<T> => {
    await world.gate(life);
    if (faults.isAway()) throw providerErrors.PROVIDER_UNAVAILABLE();
    signal.throwIfAborted();
    const answer = effect();
    await world.gate(life);
    if (faults.losesAnswer() || signal.aborted) throw providerErrors.PROVIDER_UNAVAILABLE();
    return answer;
  };
  return {
    heldMinor: (charge) => books.heldMinor(charge),
    connect: (life) => ({
      name: 'memory',
      charge: (request, signal) => ask(life, signal, () => books.charge(request)),
      cancelCharge: ({ idempotencyKey }, signal) => ask(life, signal, () => books.cancel(idempotencyKey)),
      refund: (request, signal) => ask(life, signal, () => books.refund(request)),
      readWebhook: async (delivery) => readSandboxEvent(delivery, webhooks.secret, new Date()),
      ledger: (since) => books.entriesSince(since),
    }),
  };
}

type ChargeRequest = Parameters<PaymentProvider['charge']>[0];
type RefundRequest = Parameters<PaymentProvider['refund']>[0];

/** The provider's charges, by their keys. */
function createCharges(world: World, send: (event: SandboxEvent) => void) {
  const charges = new Map<string, Charge>();
  const write = (charge: Charge): ChargeOutcome => {
    const { key, outcome, amountMinor } = charge;
    charges.set(key, charge);
    world.note('provider', `${outcome.kind} ${amountMinor} for ${key}`);
    const event = eventOf(charge);
    if (event !== null) send(event);
    return outcome;
  };
  return {
    charges,
    charge: ({ idempotencyKey: key, paymentToken, amountMinor, currency }: ChargeRequest): ChargeOutcome => {
      const request = JSON.stringify([paymentToken, amountMinor, currency]);
      const known = charges.get(key);
      if (known !== undefined && known.outcome.kind !== 'cancelled' && known.request !== request) {
        throw providerErrors.PROVIDER_KEY_MISUSED({ idempotencyKey: key });
      }
      if (known !== undefined) return known.outcome;
      const reference = `memory_${key}`;
      return write({
        ...{ key, reference, request, amountMinor, currency, createdAt: new Date() },
        outcome: outcomeFor(paymentToken, reference),
      });
    },
    cancel: (key: string): ChargeOutcome =>
      charges.get(key)?.outcome ??
      write({
        ...{ key, reference: `memory_${key}`, request: '', outcome: { kind: 'cancelled' } },
        ...{ amountMinor: 0, currency: '', createdAt: new Date() },
      }),
  };
}

function createBooks(world: World, faults: Pick<ProviderFaults, 'refusesRefund'>, send: (event: SandboxEvent) => void) {
  const { charges, charge: charging, cancel } = createCharges(world, send);
  const refunds = new Map<string, Made>();
  const refusals = new Map<string, boolean>();
  const leftMinor = (charge: Charge): number => {
    if (charge.outcome.kind !== 'captured') return 0;
    const own = [...refunds.values()].filter((refund) => refund.charge === charge);
    return own.reduce((left, { amountMinor }) => left - amountMinor, charge.amountMinor);
  };
  const refuses = (key: string, isPossible: boolean): boolean => {
    const isRefused = refusals.get(key) ?? (!isPossible || faults.refusesRefund());
    refusals.set(key, isRefused);
    return isRefused;
  };
  return {
    charge: charging,
    cancel,
    heldMinor: (key: string): number => {
      const charge = charges.get(key);
      return charge === undefined ? 0 : leftMinor(charge);
    },
    refund: ({ idempotencyKey: key, chargeReference, amountMinor }: RefundRequest) => {
      const known = refunds.get(key);
      if (known !== undefined) return { kind: 'refunded', reference: known.reference } as const;
      const charge = [...charges.values()].find(({ reference }) => reference === chargeReference);
      if (charge === undefined || refuses(key, leftMinor(charge) >= amountMinor)) {
        world.note('provider', `refuses to give back ${amountMinor} of ${chargeReference}`);
        return { kind: 'refused' } as const;
      }
      const refund = { key, charge, amountMinor, reference: `memory_refund_${key}`, createdAt: new Date() };
      refunds.set(key, refund);
      world.note('provider', `gives back ${amountMinor} of ${chargeReference}`);
      send(refundEventOf(refund));
      return { kind: 'refunded', reference: refund.reference } as const;
    },
    entriesSince: async function* (since: Date): AsyncGenerator<BookEntry> {
      const entries = [...[...charges.values()].map(chargeEntry), ...[...refunds.values()].map(refundEntry)];
      for (const entry of entries) if (entry.createdAt >= since) yield entry;
    },
  };
}

function outcomeFor(paymentToken: string, reference: string): ChargeOutcome {
  const outcome = OUTCOMES[paymentToken] ?? 'INVALID_PAYMENT_TOKEN';
  return outcome === 'captured' ? { kind: 'captured', reference } : { kind: 'declined', reason: outcome };
}

function eventOf({ key, outcome, amountMinor, currency }: Charge): SandboxEvent | null {
  const about = { id: newEventId(), key, amountMinor, currency };
  switch (outcome.kind) {
    case 'captured':
      return { ...about, type: 'charge.captured', reference: outcome.reference };
    case 'declined':
      return { ...about, type: 'charge.declined', reason: outcome.reason };
    case 'cancelled':
      return null;
  }
}

function refundEventOf({ key, charge, reference, amountMinor }: Made): SandboxEvent {
  const about = { id: newEventId(), key, reference, amountMinor, currency: charge.currency };
  return { ...about, type: 'refund.made', charge: { key: charge.key, reference: charge.reference } };
}

function chargeEntry({ key, reference, outcome, amountMinor, currency, createdAt }: Charge): BookEntry {
  const isMoved = outcome.kind === 'captured';
  return { subject: 'charge', key, reference, isMoved, state: outcome.kind, amountMinor, currency, createdAt };
}

function refundEntry({ key, charge: { currency }, reference, amountMinor, createdAt }: Made): BookEntry {
  return { subject: 'refund', key, reference, isMoved: true, state: 'refunded', amountMinor, currency, createdAt };
}
