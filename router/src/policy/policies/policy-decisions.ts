import type { Logger } from '@galleria/kit/logger';
import { toError } from '@galleria/kit/errors';
import type { PolicyQuestion, PolicySource } from './policy-question.ts';

export interface PolicyDecisionsOptions {
  /** Each is asked about what those before it have left open. */
  readonly sources: readonly PolicySource[];
  /** For all of them together. */
  readonly timeoutMs: number;
  readonly logger: Logger;
}

/** Gives the policies that hold; the signal ends when nobody wants to know any more. It never rejects. */
export type DecidePolicies = (question: PolicyQuestion, signal: AbortSignal) => Promise<ReadonlySet<string>>;

/** What nobody decides about, what fails and what is late is denied. */
export function createPolicyDecisions({ sources, timeoutMs, logger }: PolicyDecisionsOptions): DecidePolicies {
  return async (question, signal) => {
    const holding = new Set<string>();
    let open = question.policies;
    const late = AbortSignal.timeout(timeoutMs);
    const ended = AbortSignal.any([signal, late]);
    try {
      for (const source of sources) {
        if (open.length === 0) break;
        // A copy for each: what a module does to it must not change what the next is asked, or who asks.
        const asked = structuredClone({ ...question, policies: open });
        const decided = await untilAborted(source(asked, ended), ended);
        for (const policy of open) if (Object.hasOwn(decided, policy) && decided[policy] === true) holding.add(policy);
        open = open.filter((policy) => !Object.hasOwn(decided, policy));
      }
      if (open.length > 0) logger.error({ policies: open }, 'nobody decides about policies, which are denied');
    } catch (thrown) {
      if (signal.aborted) return holding;
      logger.error({ err: toError(thrown), policies: open, late: late.aborted }, 'policies are denied: asking failed');
    }
    return holding;
  };
}

/** A function may not listen to its signal. */
async function untilAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(toError(signal.reason));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
