import type { Origin } from '../../subgraphs/payments/src/domain/origin.ts';
import type { EndedRefund, PendingRefund, Refund } from '../../subgraphs/payments/src/domain/refund.ts';
import type { RefundQueue } from '../../subgraphs/payments/src/repository/refund-queue.ts';
import type { RefundRepository } from '../../subgraphs/payments/src/repository/refund-repository.ts';
import type {
  RefundAnswer,
  RefundRequestRepository,
} from '../../subgraphs/payments/src/repository/refund-request-repository.ts';
import type { Table } from '../ports/memory-database.ts';
import { check, insertRow, pick, updateRow } from '../ports/memory-rows.ts';
import { claimFrom, ORIGIN, postponeIn, type Attempted } from './due-rows.ts';
import type { StoredPayment } from './payment-tables.ts';

export interface StoredRefund extends Refund, Origin, Attempted {
  readonly status: 'PENDING' | 'SETTLED' | 'FAILED';
  readonly providerReference: string | null;
}

export interface RefundsTable {
  readonly refunds: Table<StoredRefund>;
  readonly payments: Table<StoredPayment>;
}

const ENDED = ['id', 'paymentId', 'amountMinor', 'reason', ...ORIGIN] as const;
const CLAIMED = ['id', 'paymentId', 'amountMinor', 'attempts', ...ORIGIN] as const;
const ITS_PAYMENT = ['orderId', 'orderNumber', 'customerId', 'currency'] as const;

export function createRefundTable({ refunds, payments }: RefundsTable): RefundRepository {
  const isReferenceTaken = (reference: string | null): boolean =>
    reference !== null && [...refunds.values()].some(({ providerReference }) => providerReference === reference);
  const ended = (refund: StoredRefund): EndedRefund | null => {
    const payment = payments.get(refund.paymentId);
    return payment === undefined ? null : { ...pick(refund, ENDED), ...pick(payment, ITS_PAYMENT) };
  };
  const insert = (refund: StoredRefund): void => {
    const { length } = [...refund.reason];
    check({
      refunds_amount_positive: refund.amountMinor > 0,
      refunds_reason_length: length >= 1 && length <= 200,
      refunds_payment_id_fkey: payments.has(refund.paymentId),
    });
    insertRow(refunds, 'refunds_pkey', refund.id, refund);
  };
  return {
    insert: async (refund, origin) => {
      const begun = {
        status: 'PENDING',
        attempts: 0,
        nextAttemptAt: refund.createdAt,
        providerReference: null,
      } as const;
      insert({ ...refund, ...origin, ...begun });
    },
    insertSettled: async ({ reference, ...refund }, origin) => {
      if (isReferenceTaken(reference)) return null;
      const end = { status: 'SETTLED', attempts: 0, nextAttemptAt: refund.createdAt } as const;
      const row = { ...refund, ...origin, ...end, providerReference: reference };
      insert(row);
      return ended(row);
    },
    end: async (id, reference) => {
      const refund = refunds.get(id);
      if (refund?.status !== 'PENDING') return null;
      check({ refunds_provider_reference_key: !isReferenceTaken(reference) });
      const status = reference === null ? ('FAILED' as const) : ('SETTLED' as const);
      updateRow(refunds, id, () => ({ status, providerReference: reference }));
      return ended(refund);
    },
    settledMinor: async (paymentId) =>
      [...refunds.values()]
        .filter((refund) => refund.paymentId === paymentId && refund.status === 'SETTLED')
        .reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  };
}

/** The queue's statements on the tables of one transaction, of which each is one of its own. */
export function createRefundQueue({ refunds, payments }: RefundsTable): RefundQueue {
  return {
    claim: async (range) =>
      claimFrom(refunds, range).map((refund): PendingRefund => {
        const payment = payments.get(refund.paymentId);
        return {
          ...pick(refund, CLAIMED),
          ...{ orderId: payment?.orderId ?? '', chargeReference: payment?.providerReference ?? '' },
        };
      }),
    isEnded: async (id, reference) =>
      [...refunds.values()].some(
        (refund) =>
          (refund.id === id || (reference !== null && refund.providerReference === reference)) &&
          refund.status !== 'PENDING',
      ),
    postpone: async (id, until) => postponeIn(refunds, id, until),
  };
}

/** A key of an administrator, and what came of it. */
export interface StoredRefundRequest {
  readonly inputDigest: string;
  readonly answer: RefundAnswer | null;
}

export function createRefundRequests(tables: {
  readonly refundRequests: Table<StoredRefundRequest>;
}): RefundRequestRepository {
  const { refundRequests } = tables;
  const nameOf = ({ requestedBy, idempotencyKey }: { requestedBy: string; idempotencyKey: string }) =>
    `${requestedBy} ${idempotencyKey}`;
  return {
    begin: async ({ inputDigest, ...key }) => {
      const earlier = refundRequests.get(nameOf(key));
      if (earlier === undefined) refundRequests.set(nameOf(key), { inputDigest, answer: null });
      return (earlier ?? null) as Awaited<ReturnType<RefundRequestRepository['begin']>>;
    },
    finish: async ({ answer, ...key }) => void updateRow(refundRequests, nameOf(key), () => ({ answer })),
  };
}
