import type { Language } from '../language.ts';

/** British English writes the day first and the hour to 24, which no reader of a mail can take for another moment. */
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

/** "31 January 2026 at 12:00 UTC": a mail does not know the time zone of who reads it, so it names its own. */
export function formatMoment(isoMoment: string, language: Language): string {
  const format = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(new Date(isoMoment))} UTC`;
}
