import { createHash } from 'node:crypto';
import { isId } from '@galleria/kit/identifiers';
import { refundableMinor } from '../domain/payment.ts';
import { refundProblem, withoutPerson } from '../domain/refund.ts';
import type { RefundAnswer } from '../repository/refund-request-repository.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';
import { openRefund } from './open-refund.ts';

export interface RefundPaymentRequest {
  readonly orderId: string;
  /** In the smallest unit; null for all that is left. */
  readonly amountMinor: number | null;
  readonly reason: string;
  readonly idempotencyKey: string;
  /** The administrator's account; keys of different administrators have nothing to do with each other. */
  readonly requestedBy: string;
}

export type RefundPaymentOutcome =
  RefundAnswer | { readonly kind: 'invalid'; readonly problem: string } | { readonly kind: 'key-reused' };

/** Gives money back by hand. The same key gets its first answer again; five at once are one refund. */
export function createRefundPayment(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
  readonly onRefundDue: () => void;
}) {
  const { unitOfWork, clock, onRefundDue } = dependencies;
  return async (request: RefundPaymentRequest): Promise<RefundPaymentOutcome> => {
    const problem = refundProblem(request);
    if (problem !== null) return { kind: 'invalid', problem };
    const { requestedBy, idempotencyKey } = request;
    const inputDigest = digestOf(request);
    const outcome = await unitOfWork(async (work): Promise<RefundPaymentOutcome> => {
      const earlier = await work.refundRequests.begin({ requestedBy, idempotencyKey, inputDigest, now: clock() });
      if (earlier !== null) return earlier.inputDigest === inputDigest ? earlier.answer : { kind: 'key-reused' };
      const answer = await refund(work, request, clock());
      await work.refundRequests.finish({ requestedBy, idempotencyKey, answer });
      return answer;
    });
    if (outcome.kind === 'refunded') onRefundDue();
    return outcome;
  };
}

/** Enough to recognise a repetition by. The reason itself may name people, and is kept with the refund alone. */
function digestOf({ orderId, amountMinor, reason }: RefundPaymentRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([orderId, amountMinor, reason.trim()]))
    .digest('hex');
}

async function refund(work: Work, request: RefundPaymentRequest, now: Date): Promise<RefundAnswer> {
  const payment = isId(request.orderId) ? await work.payments.lockByOrder(request.orderId) : null;
  const left = payment === null ? 0 : refundableMinor(payment);
  if (payment === null || left === 0) return { kind: 'not-refundable' };
  const amountMinor = request.amountMinor ?? left;
  if (amountMinor > left) return { kind: 'too-large', refundable: { amountMinor: left, currency: payment.currency } };
  const given = request.reason.trim();
  // An erasure has passed already, and would not come back for what is written here.
  const reason = (await work.customers.isErased(payment.customerId)) ? withoutPerson(given) : given;
  await openRefund(work, payment, { amountMinor, reason, now });
  return { kind: 'refunded', paymentId: payment.id };
}
