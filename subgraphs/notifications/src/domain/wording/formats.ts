import type { Language } from '../language.ts';

/** In the currency's smallest unit. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

/** How amounts and moments are written in one language. */
export interface Formats {
  /** "€1,249.00" or "1.249,00 €": with as many decimals as the currency has (none for yen). */
  readonly money: (amount: Money) => string;
  /** "31 January 2026 at 12:00 UTC": a mail does not know the time zone of who reads it, so it names its own. */
  readonly moment: (isoMoment: string) => string;
}

/** British English writes the day first and the hour to 24, which no reader of a mail can take for another moment. */
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

export const FORMATS: Readonly<Record<Language, Formats>> = { en: createFormats('en'), de: createFormats('de') };

function createFormats(language: Language): Formats {
  const currencies = new Map<string, Intl.NumberFormat>();
  const moments = new Intl.DateTimeFormat(LOCALES[language], {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  });
  return {
    money: ({ amountMinor, currency }) => {
      const format = currencies.get(currency) ?? new Intl.NumberFormat(language, { style: 'currency', currency });
      currencies.set(currency, format);
      const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
      return format.format(amountMinor / 10 ** decimals);
    },
    moment: (isoMoment) => `${moments.format(new Date(isoMoment))} UTC`,
  };
}
