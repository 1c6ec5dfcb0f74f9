import { emailChangeRequested } from '@galleria/events/users';
import { isEmail, normaliseEmail } from '../../domain/account.ts';
import type { LockedAccount } from '../../repository/account-repository.ts';
import type { UnitOfWork, Work } from '../../repository/unit-of-work.ts';
import { accountData } from '../account/account-events.ts';
import type { Confirmation, ConfirmPassword, Confirming } from '../password/password-confirmation.ts';
import type { InSteadyTime } from '../password/request-password-reset.ts';
import { countMailRequest } from './mail-requests.ts';
import { sendEmailChangeLink } from './one-time-link.ts';

export type RequestEmailChangeOutcome =
  | { readonly kind: 'requested' | 'invalid-email' | 'unchanged' }
  | { readonly kind: 'too-many-mails'; readonly retryAfterSeconds: number }
  | Exclude<Confirmation, { kind: 'confirmed' }>;

export interface EmailChangeRequest extends Confirming {
  readonly newEmail: string;
}

/**
 * Mails a link to the address that an account is to have, for who knows the password, and word of it to the address
 * that it has. Neither the answer, nor how long it takes, nor when asking again is refused tells whether another
 * account has the new one: nothing is mailed there then. Throws UNAUTHENTICATED when the account is gone. See
 * docs/decisions/020.
 */
export function createRequestEmailChange(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly confirmPassword: ConfirmPassword;
  readonly inSteadyTime: InSteadyTime;
  readonly clock: () => Date;
}) {
  const { unitOfWork, confirmPassword, inSteadyTime, clock } = dependencies;

  return async (request: EmailChangeRequest): Promise<RequestEmailChangeOutcome> => {
    const newEmail = normaliseEmail(request.newEmail);
    if (!isEmail(newEmail)) return { kind: 'invalid-email' };
    const confirmation = await confirmPassword(request);
    if (confirmation.kind !== 'confirmed') return confirmation;
    return inSteadyTime(() =>
      unitOfWork(async (work) => {
        const now = clock();
        const account = await work.accounts.lock(request.accountId);
        if (account?.passwordHash !== confirmation.passwordHash) return { kind: 'wrong-password' };
        if (account.email === newEmail) return { kind: 'unchanged' };
        const counted = { email: account.email, client: request.client, now };
        const decision = await countMailRequest(work, 'email-change', counted);
        // Its own owner asks, and nobody else can: so the account's count refuses too.
        if (decision.kind !== 'send') return { kind: 'too-many-mails', retryAfterSeconds: decision.retryAfterSeconds };
        await mailBoth(work, account, newEmail, now);
        return { kind: 'requested' };
      }),
    );
  };
}

/** The link before this one works no more, whether or not another follows it. */
async function mailBoth(work: Work, account: LockedAccount, newEmail: string, now: Date): Promise<void> {
  await work.oneTimeTokens.remove(account.id, ['CHANGE_EMAIL']);
  // Counted by the mailbox alone: many accounts together must not fill somebody's.
  const mailbox = await countMailRequest(work, 'mail-to-new-email', { email: newEmail, client: null, now });
  const isTaken = await work.accounts.hasEmail(newEmail);
  if (mailbox.kind === 'send' && !isTaken) await sendEmailChangeLink(work, account, newEmail, now);
  await work.outbox.add(emailChangeRequested, { ...accountData(account), requestedAt: now.toISOString() });
}
