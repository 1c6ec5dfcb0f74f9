import { setTimeout as wait } from 'node:timers/promises';
import { violatesConstraint, type Queryable } from '@galleria/kit/database';
import { newId } from '@galleria/kit/identifiers';
import { sql } from '@galleria/kit/sql';
import { providerErrors } from '../domain/errors.ts';
import type { ChargeOutcome } from '../domain/payment.ts';
import type { PaymentProvider } from '../service/payment-provider.ts';

/** What the sandbox does with a token. */
interface Behaviour {
  readonly status: 'CAPTURED' | 'DECLINED';
  readonly reason?: string;
  /** Requests for one key that fail before the first that succeeds. */
  readonly failures?: number;
  readonly isSlow?: boolean;
}

const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  tok_success: { status: 'CAPTURED' },
  tok_slow: { status: 'CAPTURED', isSlow: true },
  tok_unavailable: { status: 'CAPTURED', failures: 3 },
  tok_declined: { status: 'DECLINED', reason: 'PAYMENT_DECLINED' },
  tok_insufficient_funds: { status: 'DECLINED', reason: 'INSUFFICIENT_FUNDS' },
};
const UNKNOWN_TOKEN: Behaviour = { status: 'DECLINED', reason: 'INVALID_PAYMENT_TOKEN' };

interface LedgerEntry {
  readonly reference: string;
  readonly token: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly status: 'CAPTURED' | 'DECLINED' | 'CANCELLED' | null;
  readonly reason: string | null;
}

/**
 * A payment provider for development that moves no money and otherwise behaves like one: it has a ledger of its own, takes each
 * idempotency key once, never gives back more than it captured, and does with the test tokens what their names say: `tok_success`,
 * `tok_declined`, `tok_insufficient_funds`, `tok_slow` (answers after `slowMs`) and `tok_unavailable` (fails three times for a key, then
 * recovers). Any other token is declined as INVALID_PAYMENT_TOKEN. Throws PROVIDER_UNAVAILABLE and PROVIDER_KEY_MISUSED.
 */
export function createSandboxProvider({
  ledger,
  slowMs,
}: {
  readonly ledger: Queryable;
  readonly slowMs: number;
}): PaymentProvider {
  return {
    charge: async (request, signal) => {
      const { idempotencyKey, paymentToken, amountMinor, currency } = request;
      const behaviour = Object.hasOwn(BEHAVIOURS, paymentToken) ? BEHAVIOURS[paymentToken] : undefined;
      const { status, reason = null, failures = 0, isSlow = false } = behaviour ?? UNKNOWN_TOKEN;
      if (isSlow) await wait(slowMs, undefined, { signal });
      const [entry] = await ledger.query<LedgerEntry>(sql`
        insert into sandbox_charges as entry
          (idempotency_key, reference, token, amount_minor, currency, attempts, status, reason)
        values (${idempotencyKey}, ${newReference()}, ${paymentToken}, ${amountMinor}, ${currency}, 1,
                case when ${failures}::int = 0 then ${status}::text end, ${reason})
        on conflict (idempotency_key) do update
        set attempts = entry.attempts + 1,
            status = coalesce(entry.status, case when entry.attempts >= ${failures}::int then ${status}::text end)
        returning reference, token, amount_minor as "amountMinor", currency, status, reason`);
      if (entry === undefined) throw providerErrors.PROVIDER_UNAVAILABLE();
      if (entry.status !== 'CANCELLED') {
        const isSame = entry.token === paymentToken && entry.amountMinor === amountMinor && entry.currency === currency;
        if (!isSame) throw providerErrors.PROVIDER_KEY_MISUSED({ idempotencyKey });
      }
      return outcomeOf(entry);
    },
    cancelCharge: async (idempotencyKey) => {
      const [entry] = await ledger.query<LedgerEntry>(sql`
        insert into sandbox_charges as entry (idempotency_key, reference, token, amount_minor, currency, attempts, status)
        values (${idempotencyKey}, ${newReference()}, '', 0, '', 0, 'CANCELLED')
        on conflict (idempotency_key) do update set status = coalesce(entry.status, 'CANCELLED')
        returning reference, token, amount_minor as "amountMinor", currency, status, reason`);
      if (entry === undefined) throw providerErrors.PROVIDER_UNAVAILABLE();
      return outcomeOf(entry);
    },
    refund: async ({ idempotencyKey, chargeReference, amountMinor }) => {
      try {
        await ledger.query(sql`
          with refund as (
            insert into sandbox_refunds (idempotency_key, charge_reference, amount_minor)
            values (${idempotencyKey}, ${chargeReference}, ${amountMinor})
            on conflict do nothing returning charge_reference, amount_minor
          )
          update sandbox_charges as charge set refunded_minor = charge.refunded_minor + refund.amount_minor
          from refund where charge.reference = refund.charge_reference`);
        return 'refunded';
      } catch (thrown) {
        // More than was captured, or no such charge: the statement has left nothing behind.
        if (violatesConstraint(thrown)) return 'refused';
        throw thrown;
      }
    },
  };
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
