import {
  emailVerificationRequested,
  newEmailVerificationRequested,
  passwordResetRequested,
} from '@galleria/events/users';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { vi } from 'vitest';
import type { Users } from './accounts.ts';

const KINDS = {
  verification: emailVerificationRequested,
  reset: passwordResetRequested,
  change: newEmailVerificationRequested,
} as const;

/** The links that were handed over to be mailed to one address, oldest first. */
export function linksTo(users: Users, kind: keyof typeof KINDS, email: string) {
  return users.published(KINDS[kind]).flatMap(({ data }) => {
    const mailedTo = 'newEmail' in data ? data.newEmail : data.email;
    return mailedTo === email ? [data] : [];
  });
}

/** The tokens of so many links as were sent to one address; waits until there are as many. */
export async function tokensTo(users: Users, kind: keyof typeof KINDS, email: string, count = 1): Promise<string[]> {
  return vi.waitFor(() => {
    const links = linksTo(users, kind, email);
    if (links.length !== count) throw new Error(`${links.length} links to ${email}`);
    return links.map(({ token }) => token);
  }, PATIENCE);
}
