import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { enumeration, optional, text } from '@galleria/kit/database/columns';
import { violatesConstraint, type Queryable } from '@galleria/kit/database/database';
import { newId } from '@galleria/kit/identifiers';
import { sql } from '@galleria/kit/database/sql';
import { sandboxCharges } from '../generated/tables.ts';
import { alias } from '@galleria/kit/database/table';
import { providerErrors, webhookErrors } from '../domain/errors.ts';
import type { ChargeOutcome } from '../domain/payment.ts';
import type { RefundOutcome } from '../domain/refund.ts';
import type { PaymentProvider } from '../service/payment-provider.ts';
import { newEventId, readSandboxEvent, type SandboxEvent } from './sandbox-events.ts';
import { readSandboxLedger, refundReference } from './sandbox-ledger.ts';

/** What the sandbox does with a token. */
interface Behaviour {
  readonly status: 'CAPTURED' | 'DECLINED';
  readonly reason?: string;
  /** Requests for one key that fail before the first that succeeds. */
  readonly failures?: number;
  readonly isSlow?: boolean;
}

const UNREFUNDABLE = 'tok_unrefundable';

const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  tok_success: { status: 'CAPTURED' },
  tok_slow: { status: 'CAPTURED', isSlow: true },
  tok_unavailable: { status: 'CAPTURED', failures: 3 },
  [UNREFUNDABLE]: { status: 'CAPTURED' },
  tok_declined: { status: 'DECLINED', reason: 'PAYMENT_DECLINED' },
  tok_insufficient_funds: { status: 'DECLINED', reason: 'INSUFFICIENT_FUNDS' },
};
const UNKNOWN_TOKEN: Behaviour = { status: 'DECLINED', reason: 'INVALID_PAYMENT_TOKEN' };

const ENTRY = sql`${sandboxCharges.columns('reference', 'tokenDigest', 'amountMinor', 'currency', 'reason', 'attempts')},
  status as ${alias('status', optional(enumeration<'CAPTURED' | 'DECLINED' | 'CANCELLED'>('text')))}`;

type LedgerEntry = NonNullable<(typeof ENTRY)['row']>;

export interface SandboxOptions {
  /** The database that its books lie in. */
  readonly ledger: Queryable;
  /** How long `tok_slow` takes. */
  readonly slowMs: number;
  /** Absent where it tells nothing of its own accord. */
  readonly webhooks?: {
    readonly secret: string;
    readonly clock: () => Date;
    readonly send: (event: SandboxEvent) => void;
  };
}

/**
 * A payment provider for development that moves no money and otherwise behaves like one: it has a ledger of its own,
 * takes each idempotency key once, never gives back more than it captured, sends signed webhooks, and does with the
 * test tokens what their names say: `tok_success`, `tok_declined`, `tok_insufficient_funds`, `tok_slow` (answers after
 * `slowMs`), `tok_unavailable` (fails three times for a key, then recovers) and `tok_unrefundable` (takes the money,
 * and refuses to give any of it back). Any other token is declined as INVALID_PAYMENT_TOKEN. Throws
 * PROVIDER_UNAVAILABLE and PROVIDER_KEY_MISUSED.
 */
export function createSandboxProvider(options: SandboxOptions): PaymentProvider {
  const { ledger, webhooks } = options;
  return {
    name: 'sandbox',
    charge: (request, signal) => charge(options, request, signal),
    cancelCharge: async ({ idempotencyKey }) => {
      const [entry] = await ledger.query(sql`
        insert into sandbox_charges as entry
          (idempotency_key, reference, token_digest, amount_minor, currency, attempts, status)
        values (${idempotencyKey}, ${newReference()}, '', 0, '', 0, 'CANCELLED')
        on conflict (idempotency_key) do update set status = coalesce(entry.status, 'CANCELLED')
        returning ${ENTRY}`);
      if (entry === undefined) throw providerErrors.PROVIDER_UNAVAILABLE();
      return outcomeOf(entry);
    },
    refund: (request) => refund(options, request),
    readWebhook: async (delivery) => {
      if (webhooks === undefined) throw webhookErrors.WEBHOOK_NOT_AUTHENTIC();
      return readSandboxEvent(delivery, webhooks.secret, webhooks.clock());
    },
    ledger: (since) => readSandboxLedger(ledger, since),
  };
}

async function charge(
  { ledger, slowMs, webhooks }: SandboxOptions,
  request: Parameters<PaymentProvider['charge']>[0],
  signal: AbortSignal,
): Promise<ChargeOutcome> {
  const { idempotencyKey, paymentToken, amountMinor, currency } = request;
  const behaviour = Object.hasOwn(BEHAVIOURS, paymentToken) ? BEHAVIOURS[paymentToken] : undefined;
  const { status, reason = null, failures = 0, isSlow = false } = behaviour ?? UNKNOWN_TOKEN;
  const tokenDigest = digestOf(paymentToken);
  if (isSlow) await wait(slowMs, undefined, { signal });
  const [entry] = await ledger.query(sql`
    insert into sandbox_charges as entry
      (idempotency_key, reference, token_digest, amount_minor, currency, attempts, status, reason)
    values (${idempotencyKey}, ${newReference()}, ${tokenDigest}, ${amountMinor}, ${currency}, 1,
            case when ${failures}::int = 0 then ${status}::text end, ${reason})
    on conflict (idempotency_key) do update
    set attempts = entry.attempts + 1,
        status = coalesce(entry.status, case when entry.attempts >= ${failures}::int then ${status}::text end)
    returning ${ENTRY}`);
  if (entry === undefined) throw providerErrors.PROVIDER_UNAVAILABLE();
  if (entry.status !== 'CANCELLED') {
    const isSame =
      entry.tokenDigest === tokenDigest && entry.amountMinor === amountMinor && entry.currency === currency;
    if (!isSame) throw providerErrors.PROVIDER_KEY_MISUSED({ idempotencyKey });
  }
  const outcome = outcomeOf(entry);
  // The request that settled it, and none that asks again.
  const isFirst = entry.attempts === failures + 1;
  const event = isFirst ? eventOf(outcome, { key: idempotencyKey, amountMinor, currency }) : null;
  if (event !== null) webhooks?.send(event);
  return outcome;
}

function digestOf(paymentToken: string): string {
  return createHash('sha256').update(paymentToken).digest('hex');
}

async function refund(
  { ledger, webhooks }: SandboxOptions,
  { idempotencyKey, chargeReference, amountMinor }: Parameters<PaymentProvider['refund']>[0],
): Promise<RefundOutcome> {
  const reference = refundReference(idempotencyKey);
  const [charge] = await ledger.query(sql`
    select ${sandboxCharges.columns('tokenDigest')} from sandbox_charges where reference = ${chargeReference}`);
  if (charge?.tokenDigest === digestOf(UNREFUNDABLE)) return { kind: 'refused' };
  try {
    const [charged] = await ledger.query(sql`
      with refund as (
        insert into sandbox_refunds (idempotency_key, charge_reference, amount_minor)
        values (${idempotencyKey}, ${chargeReference}, ${amountMinor})
        on conflict do nothing returning charge_reference, amount_minor
      )
      update sandbox_charges as charge set refunded_minor = charge.refunded_minor + refund.amount_minor
      from refund where charge.reference = refund.charge_reference
      returning charge.idempotency_key as ${alias('key', text)}, ${sandboxCharges.as('charge').columns('currency')}`);
    if (charged !== undefined) {
      const { key, currency } = charged;
      const about = { id: newEventId(), key: idempotencyKey, reference, amountMinor, currency };
      webhooks?.send({ ...about, type: 'refund.made', charge: { key, reference: chargeReference } });
    }
    return { kind: 'refunded', reference };
  } catch (thrown) {
    // More than was captured, or no such charge: the statement has left nothing behind.
    if (violatesConstraint(thrown)) return { kind: 'refused' };
    throw thrown;
  }
}

function eventOf(
  outcome: ChargeOutcome,
  about: { readonly key: string; readonly amountMinor: number; readonly currency: string },
): SandboxEvent | null {
  const id = newEventId();
  switch (outcome.kind) {
    case 'captured':
      return { ...about, id, type: 'charge.captured', reference: outcome.reference };
    case 'declined':
      return { ...about, id, type: 'charge.declined', reason: outcome.reason };
    case 'cancelled':
      return null;
  }
}

function outcomeOf({ status, reference, reason }: LedgerEntry): ChargeOutcome {
  switch (status) {
    case 'CAPTURED':
      return { kind: 'captured', reference };
    case 'DECLINED':
      return { kind: 'declined', reason: reason ?? 'PAYMENT_DECLINED' };
    case 'CANCELLED':
      return { kind: 'cancelled' };
    case null:
      throw providerErrors.PROVIDER_UNAVAILABLE();
  }
}

function newReference(): string {
  return `sandbox_${newId()}`;
}
