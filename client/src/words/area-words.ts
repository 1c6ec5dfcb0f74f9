import { use } from 'react';
import { initialLocale, useLanguage, type Locale } from './words.tsx';

/**
 * What some pages say and the others do not: it comes with the first of them that is opened, in the visitor's language
 * alone.
 */
export interface AreaWords<Area> {
  /** For a page's loader, which awaits it beside the page's query. */
  load(): Promise<Area>;
  useWords(): Area;
}

export function createAreaWords<Area>(languages: Readonly<Record<Locale, () => Promise<Area>>>): AreaWords<Area> {
  const asked = new Map<Locale, Promise<Area>>();
  const there = new Map<Locale, Area>();
  const load = (locale: Locale): Promise<Area> => {
    const loading = asked.get(locale) ?? languages[locale]();
    asked.set(locale, loading);
    // What did not come is asked for again the next time.
    loading.then(
      (area) => there.set(locale, area),
      () => asked.delete(locale),
    );
    return loading;
  };
  return {
    load: () => load(initialLocale()),
    useWords: () => {
      const { locale } = useLanguage();
      // Only after another language was chosen is something not there that the loader has not awaited.
      return there.get(locale) ?? use(load(locale));
    },
  };
}
