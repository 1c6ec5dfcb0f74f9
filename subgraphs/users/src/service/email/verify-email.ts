import { accessErrors } from '@galleria/kit/errors';
import type { UnitOfWork } from '../../repository/unit-of-work.ts';
import { countMailRequest } from './mail-requests.ts';
import { sendOneTimeLink } from './one-time-link.ts';
import { hashOfSecretToken } from './secret-token.ts';

export type RequestVerificationOutcome =
  | { readonly kind: 'requested' }
  | { readonly kind: 'already-verified' }
  | { readonly kind: 'too-many-attempts'; readonly retryAfterSeconds: number };

export type VerifyEmailOutcome =
  { readonly kind: 'verified'; readonly accountId: string } | { readonly kind: 'invalid-token' };

/** Shows that the mail for an account's address reaches its owner. */
export interface EmailVerification {
  /** Mails another link, instead of the one before it. Throws UNAUTHENTICATED when the account is gone. */
  request(accountId: string, client: string | null): Promise<RequestVerificationOutcome>;
  /** Whoever has the link has the mail: nobody needs to be signed in. */
  verify(token: string): Promise<VerifyEmailOutcome>;
}

const INVALID: VerifyEmailOutcome = { kind: 'invalid-token' };

export function createEmailVerification(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
}): EmailVerification {
  const { unitOfWork, clock } = dependencies;
  return {
    request: (accountId, client) =>
      unitOfWork(async (work) => {
        const now = clock();
        const account = await work.accounts.lock(accountId);
        if (account === null) throw accessErrors.UNAUTHENTICATED({ reason: 'account gone' });
        if (account.emailVerified) return { kind: 'already-verified' };
        const decision = await countMailRequest(work, 'email-verification', { email: account.email, client, now });
        if (decision.kind !== 'send') {
          return { kind: 'too-many-attempts', retryAfterSeconds: decision.retryAfterSeconds };
        }
        await sendOneTimeLink(work, 'VERIFY_EMAIL', account, now);
        return { kind: 'requested' };
      }),
    verify: async (token) => {
      const hash = hashOfSecretToken(token);
      if (hash === null) return INVALID;
      return unitOfWork(async ({ accounts, oneTimeTokens }) => {
        const now = clock();
        const accountId = await oneTimeTokens.ownerOf('VERIFY_EMAIL', hash, now);
        if (accountId === null || (await accounts.lock(accountId)) === null) return INVALID;
        if (!(await oneTimeTokens.use({ accountId, purpose: 'VERIFY_EMAIL', hash }, now))) return INVALID;
        await accounts.markEmailVerified(accountId, now);
        return { kind: 'verified', accountId };
      });
    },
  };
}
