import { createContext, startTransition, use, useEffect, useMemo, useState, type ReactNode } from 'react';
import { createFormat, type Format } from './format.ts';
import { en, type ServiceName, type Words } from './en.ts';

export type { ServiceName };

export type Locale = 'en' | 'de';

interface Language {
  readonly locale: Locale;
  readonly words: Words;
  readonly format: Format;
  readonly choose: (locale: Locale) => void;
}

const LanguageContext = createContext<Language | undefined>(undefined);

/** What the visitor chose before, or what the page's own script read from the browser. */
export function initialLocale(): Locale {
  return document.documentElement.lang === 'de' ? 'de' : 'en';
}

export async function loadWords(locale: Locale): Promise<Words> {
  return locale === 'de' ? (await import('./de.ts')).de : en;
}

interface LanguageProviderProps {
  readonly initial: { readonly locale: Locale; readonly words: Words };
  readonly children: ReactNode;
}

export function LanguageProvider({ initial, children }: LanguageProviderProps) {
  const [{ locale, words }, change] = useState(initial);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  const language = useMemo<Language>(() => {
    const choose = (next: Locale) => {
      localStorage.setItem('locale', next);
      // A page whose own words are on their way stays as it is until they are there.
      void loadWords(next).then((loaded) => startTransition(() => change({ locale: next, words: loaded })));
    };
    return { locale, words, format: createFormat(locale), choose };
  }, [locale, words]);
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

export function useLanguage(): Language {
  const language = use(LanguageContext);
  if (language === undefined) throw new Error('There is no LanguageProvider above this component.');
  return language;
}
