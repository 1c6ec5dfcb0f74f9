import { setTimeout } from 'node:timers/promises';
import { isEmail, normaliseEmail } from '../../domain/account.ts';
import type { UnitOfWork } from '../../repository/unit-of-work.ts';
import { countMailRequest } from '../email/mail-requests.ts';
import { sendOneTimeLink } from '../email/one-time-link.ts';

export type RequestPasswordResetOutcome =
  | { readonly kind: 'requested' }
  | { readonly kind: 'invalid-email' }
  | { readonly kind: 'too-many-attempts'; readonly retryAfterSeconds: number };

/** Runs a piece of work and answers no sooner than after a time that it hardly ever needs. */
export type InSteadyTime = <T>(work: () => Promise<T>) => Promise<T>;

/** What an account costs more than none, a row or two, does not show in how long an answer takes. */
export function createSteadyTime(milliseconds: number): InSteadyTime {
  return async (work) => {
    const [result] = await Promise.all([work(), setTimeout(milliseconds)]);
    return result;
  };
}

/**
 * Mails a link that sets another password, to an account's own address. Neither the answer, nor how long it takes, nor
 * when asking again is refused tells whether there is such an account.
 */
export function createRequestPasswordReset(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly inSteadyTime: InSteadyTime;
  readonly clock: () => Date;
}) {
  const { unitOfWork, inSteadyTime, clock } = dependencies;

  return async (request: { email: string; client: string | null }): Promise<RequestPasswordResetOutcome> => {
    const email = normaliseEmail(request.email);
    if (!isEmail(email)) return { kind: 'invalid-email' };
    return inSteadyTime(() =>
      unitOfWork(async (work) => {
        const now = clock();
        const account = await work.accounts.lockByEmail(email);
        const decision = await countMailRequest(work, 'password-reset', { email, client: request.client, now });
        if (decision.kind === 'too-many-attempts') return decision;
        if (decision.kind === 'send' && account !== null) await sendOneTimeLink(work, 'RESET_PASSWORD', account, now);
        return { kind: 'requested' };
      }),
    );
  };
}
