import type { Locale } from '../../domain/account.ts';
import type { AccountIdentity } from '../../repository/account-repository.ts';

const LOCALE_IN_EVENTS = { EN: 'en', DE: 'de' } as const satisfies Record<Locale, string>;

/** What every event about an account carries. */
export function accountData({ id, email, name, locale, version }: AccountIdentity) {
  return { userId: id, email, name, locale: LOCALE_IN_EVENTS[locale], version };
}
