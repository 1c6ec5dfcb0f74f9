import { currentContext, runInContext } from '@galleria/kit/execution-context';
import { newId } from '@galleria/kit/identifiers';
import type { Origin } from '../domain/origin.ts';

/** The message or request that is being handled. */
export function currentOrigin(): Origin {
  const context = currentContext();
  return {
    correlationId: context?.correlationId ?? newId(),
    causationId: context?.causationId ?? null,
    traceparent: context?.traceparent ?? null,
  };
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
