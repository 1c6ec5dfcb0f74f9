import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { id, locale, moment, version } from './values.ts';

/** All that others know of an account, as it is at this version. */
const account = z.object({ userId: id, email: z.email(), name: z.string(), locale: locale.optional(), version });

export const userRegistered = defineEvent({
  owner: 'users',
  name: 'user-registered',
  version: 1,
  description: 'An account was opened.',
  key: (data) => data.userId,
  schema: account.extend({ registeredAt: moment }),
});

export const userUpdated = defineEvent({
  owner: 'users',
  name: 'user-updated',
  version: 1,
  description: "An account's name or e-mail address is another one now.",
  key: (data) => data.userId,
  schema: account,
});

export const userErased = defineEvent({
  owner: 'users',
  name: 'user-erased',
  version: 1,
  description: 'An account was erased: everybody who keeps personal data of it forgets them now.',
  key: (data) => data.userId,
  schema: z.object({ userId: id, erasedAt: moment }),
});

/**
 * A secret that works once and not after `expiresAt`, for the link in a mail. The service that made it keeps only its
 * hash.
 */
const oneTimeLink = account.extend({ token: z.string(), expiresAt: moment });

export const emailVerificationRequested = defineEvent({
  owner: 'users',
  name: 'email-verification-requested',
  version: 1,
  description: 'Somebody has to show that the e-mail address is theirs, by a link that is mailed to it.',
  key: (data) => data.userId,
  schema: oneTimeLink,
});

export const passwordResetRequested = defineEvent({
  owner: 'users',
  name: 'password-reset-requested',
  version: 1,
  description: 'Somebody who forgot the password is to be mailed a link that sets another.',
  key: (data) => data.userId,
  schema: oneTimeLink,
});

export const passwordChanged = defineEvent({
  owner: 'users',
  name: 'password-changed',
  version: 1,
  description: "An account's password is another one now: its owner is told, in case it was somebody else.",
  key: (data) => data.userId,
  schema: account.extend({ changedAt: moment }),
});

export const emailChangeRequested = defineEvent({
  owner: 'users',
  name: 'email-change-requested',
  version: 1,
  description:
    'An account is to have another e-mail address: its owner is told at the one that it has, in case it was somebody else.',
  key: (data) => data.userId,
  schema: account.extend({ requestedAt: moment }),
});

export const newEmailVerificationRequested = defineEvent({
  owner: 'users',
  name: 'new-email-verification-requested',
  version: 1,
  description:
    'Somebody has to show that the e-mail address that an account is to have is theirs, by a link that is mailed to it.',
  key: (data) => data.userId,
  schema: oneTimeLink.extend({ newEmail: z.email() }),
});

export const emailChanged = defineEvent({
  owner: 'users',
  name: 'email-changed',
  version: 1,
  description:
    "An account's e-mail address is another one now: its owner is told at the one before it, in case it was somebody else.",
  key: (data) => data.userId,
  schema: account.extend({ formerEmail: z.email(), changedAt: moment }),
});
