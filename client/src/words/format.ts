export interface Amount {
  readonly amountMinor: number;
  readonly currency: string;
}

export interface Format {
  money(amount: Amount): string;
  date(iso: string): string;
  time(iso: string): string;
  /** Day and time, to the minute. */
  moment(iso: string): string;
  number(value: number): string;
}

const REGIONS = { en: 'en-IE', de: 'de-DE' } as const;

/** Money comes in minor units; how many make one is the currency's own, which Intl knows. */
export function createFormat(locale: keyof typeof REGIONS): Format {
  const region = REGIONS[locale];
  const moneyFormats = new Map<string, Intl.NumberFormat>();
  const dates = new Intl.DateTimeFormat(region, { dateStyle: 'long' });
  const times = new Intl.DateTimeFormat(region, { timeStyle: 'medium' });
  const moments = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'short' });
  const numbers = new Intl.NumberFormat(region);
  const moneyFormat = (currency: string) => {
    const format = moneyFormats.get(currency) ?? new Intl.NumberFormat(region, { style: 'currency', currency });
    moneyFormats.set(currency, format);
    return format;
  };
  return {
    money: ({ amountMinor, currency }) => {
      const format = moneyFormat(currency);
      return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
    },
    date: (iso) => dates.format(new Date(iso)),
    time: (iso) => times.format(new Date(iso)),
    moment: (iso) => moments.format(new Date(iso)),
    number: (value) => numbers.format(value),
  };
}
