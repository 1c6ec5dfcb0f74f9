import { useLanguage, type Locale } from '../words.tsx';
import { deAccount } from './de.ts';
import { enAccount, type AccountWords } from './en.ts';

const WORDS: Readonly<Record<Locale, AccountWords>> = { en: enAccount, de: deAccount };

interface AccountLanguage {
  readonly account: AccountWords;
  /** What went wrong, by its code: the account's own words first, then those of the whole shop. */
  readonly problemOf: (code: string) => string;
}

/** Both languages are small, and come with the first page of an account that is opened. */
export function useAccountWords(): AccountLanguage {
  const { locale, words } = useLanguage();
  const account = WORDS[locale];
  return { account, problemOf: (code) => account.problems[code] ?? words.problems.of(code) };
}
