import {
  emailChanged,
  emailChangeRequested,
  emailVerificationRequested,
  newEmailVerificationRequested,
  passwordChanged,
  passwordResetRequested,
  userErased,
  userRegistered,
  userUpdated,
} from '@galleria/events/users';
import { on, type Subscription } from '@galleria/messaging/consumer/subscription';
import type { Language } from '../domain/language.ts';
import type { AccountKind } from '../domain/occasion.ts';
import type { EraseAccount } from '../service/erase-account.ts';
import type { Account, Notify, OneTimeLink } from '../service/notify.ts';

/** What becomes of accounts, and what their owners are told of it. */
export function accountSubscriptions(services: {
  readonly notify: Notify;
  readonly eraseAccount: EraseAccount;
}): Subscription[] {
  const { notify, eraseAccount } = services;

  // A kind that comes from no event does not compile.
  const sources: Readonly<Record<AccountKind, Subscription>> = {
    WELCOME: on(userRegistered, (data, message) => notify.registered(message, accountOf(data))),
    EMAIL_VERIFICATION: on(emailVerificationRequested, (data, message) => {
      const occasion = { kind: 'EMAIL_VERIFICATION', expiresAt: data.expiresAt } as const;
      return notify.aboutAccount(message, accountOf(data), { occasion, toEmail: data.email, link: linkOf(data) });
    }),
    PASSWORD_RESET: on(passwordResetRequested, (data, message) => {
      const occasion = { kind: 'PASSWORD_RESET', expiresAt: data.expiresAt } as const;
      return notify.aboutAccount(message, accountOf(data), { occasion, toEmail: data.email, link: linkOf(data) });
    }),
    PASSWORD_CHANGED: on(passwordChanged, (data, message) => {
      const occasion = { kind: 'PASSWORD_CHANGED', changedAt: data.changedAt } as const;
      return notify.aboutAccount(message, accountOf(data), { occasion, toEmail: data.email });
    }),
    EMAIL_CHANGE_REQUESTED: on(emailChangeRequested, (data, message) => {
      const occasion = { kind: 'EMAIL_CHANGE_REQUESTED', requestedAt: data.requestedAt } as const;
      return notify.aboutAccount(message, accountOf(data), { occasion, toEmail: data.email });
    }),
    NEW_EMAIL_VERIFICATION: on(newEmailVerificationRequested, (data, message) => {
      const occasion = { kind: 'NEW_EMAIL_VERIFICATION', expiresAt: data.expiresAt } as const;
      return notify.aboutAccount(message, accountOf(data), { occasion, toEmail: data.newEmail, link: linkOf(data) });
    }),
    EMAIL_CHANGED: on(emailChanged, (data, message) => {
      const occasion = { kind: 'EMAIL_CHANGED', changedAt: data.changedAt } as const;
      return notify.aboutAccount(message, accountOf(data), { occasion, toEmail: data.formerEmail });
    }),
  };
  return [
    ...Object.values(sources),
    on(userUpdated, (data, message) => notify.updated(message, accountOf(data))),
    on(userErased, ({ userId, erasedAt }, message) => eraseAccount(message, userId, new Date(erasedAt))),
  ];
}

interface AccountData {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly locale?: Language | undefined;
  readonly version: number;
}

function accountOf({ userId, email, name, locale, version }: AccountData): Account {
  return { userId, email, name, language: locale, version };
}

function linkOf({ token, expiresAt }: { readonly token: string; readonly expiresAt: string }): OneTimeLink {
  return { token, expiresAt: new Date(expiresAt) };
}
