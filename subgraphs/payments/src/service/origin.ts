import { currentContext, runInContext } from '@galleria/kit/execution-context';
import { newId } from '@galleria/kit/identifiers';
import { erasedOrigin, type Origin } from '../domain/origin.ts';
import type { Payment } from '../domain/payment.ts';
import type { Work } from '../repository/unit-of-work.ts';

/** The message or request that is being handled. */
export function currentOrigin(): Origin {
  const context = currentContext();
  return {
    correlationId: context?.correlationId ?? newId(),
    causationId: context?.causationId ?? null,
    traceparent: context?.traceparent ?? null,
  };
}

/** What may be kept of it beside a payment, which must be locked. An erasure that has passed would not come back. */
export async function originToKeep(work: Work, { customerId, orderId }: Payment): Promise<Origin> {
  return (await work.customers.isErased(customerId)) ? erasedOrigin(orderId) : currentOrigin();
}

/** Runs `work` as a part of what the origin set in motion: its log lines and messages say so. */
export function inOrigin<T>({ correlationId, causationId, traceparent }: Origin, work: () => T): T {
  return runInContext(
    {
      correlationId,
      ...(causationId === null ? {} : { causationId }),
      ...(traceparent === null ? {} : { traceparent }),
    },
    work,
  );
}
