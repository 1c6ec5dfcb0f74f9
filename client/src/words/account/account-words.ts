import { createAreaWords } from '../area-words.ts';
import { useLanguage } from '../words.tsx';
import type { AccountWords } from './en.ts';

interface AccountLanguage {
  readonly account: AccountWords;
  /** What went wrong, by its code: the account's own words first, then those of the whole shop. */
  readonly problemOf: (code: string) => string;
}

export const accountWords = createAreaWords<AccountWords>({
  en: async () => (await import('./en.ts')).enAccount,
  de: async () => (await import('./de.ts')).deAccount,
});

export function useAccountWords(): AccountLanguage {
  const { words } = useLanguage();
  const account = accountWords.useWords();
  return { account, problemOf: (code) => account.problems[code] ?? words.problems.of(code) };
}
