import {
  emailVerificationRequested,
  passwordChanged,
  passwordResetRequested,
  userErased,
  userRegistered,
  userUpdated,
} from '@galleria/events/users';
import { event, type Subscription } from '@galleria/messaging/consumer/subscription';
import type { Language } from '../domain/language.ts';
import type { EraseAccount } from '../service/erase-account.ts';
import type { Account, Notify, OneTimeLink } from '../service/notify.ts';

/** What becomes of accounts, and what their owners are told of it. */
export function accountSubscriptions(services: {
  readonly notify: Notify;
  readonly eraseAccount: EraseAccount;
}): Subscription[] {
  const { notify, eraseAccount } = services;
  return [
    event(userRegistered, (data, message) => notify.registered(message, accountOf(data))),
    event(userUpdated, (data, message) => notify.updated(message, accountOf(data))),
    event(userErased, ({ userId, erasedAt }, message) => eraseAccount(message, userId, new Date(erasedAt))),
    event(emailVerificationRequested, (data, message) => {
      const occasion = { kind: 'EMAIL_VERIFICATION', expiresAt: data.expiresAt } as const;
      return notify.aboutAccount(message, accountOf(data), occasion, linkOf(data));
    }),
    event(passwordResetRequested, (data, message) => {
      const occasion = { kind: 'PASSWORD_RESET', expiresAt: data.expiresAt } as const;
      return notify.aboutAccount(message, accountOf(data), occasion, linkOf(data));
    }),
    event(passwordChanged, (data, message) => {
      const occasion = { kind: 'PASSWORD_CHANGED', changedAt: data.changedAt } as const;
      return notify.aboutAccount(message, accountOf(data), occasion);
    }),
  ];
}

interface AccountData {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly locale?: Language | undefined;
}

function accountOf({ userId, email, name, locale }: AccountData): Account {
  return { userId, email, name, language: locale };
}

function linkOf({ token, expiresAt }: { readonly token: string; readonly expiresAt: string }): OneTimeLink {
  return { token, expiresAt: new Date(expiresAt) };
}
