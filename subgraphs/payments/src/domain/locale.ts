/** A language that customers are written to in. */
export type Locale = 'en' | 'de';

export const DEFAULT_LOCALE: Locale = 'en';

export function isLocale(text: string): text is Locale {
  return text === 'en' || text === 'de';
}
