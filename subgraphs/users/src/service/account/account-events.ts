import type { Account, Locale } from '../../domain/account.ts';

const LOCALE_IN_EVENTS = { EN: 'en', DE: 'de' } as const satisfies Record<Locale, string>;

/** What every event about an account carries. */
export function accountData({ id, email, name, locale }: Pick<Account, 'id' | 'email' | 'name' | 'locale'>) {
  return { userId: id, email, name, locale: LOCALE_IN_EVENTS[locale] };
}
