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
  const currencies = new Map<string, CurrencyFormat>();
  const date = onDemand(() => new Intl.DateTimeFormat(region, { dateStyle: 'long' }));
  const time = onDemand(() => new Intl.DateTimeFormat(region, { timeStyle: 'medium' }));
  const moment = onDemand(() => new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'short' }));
  const number = onDemand(() => new Intl.NumberFormat(region));
  const currencyFormat = (currency: string) => {
    const known = currencies.get(currency) ?? createCurrencyFormat(region, currency);
    currencies.set(currency, known);
    return known;
  };
  return {
    money: ({ amountMinor, currency }) => {
      const { format, minorUnits } = currencyFormat(currency);
      return format.format(amountMinor / minorUnits);
    },
    date: (iso) => date().format(new Date(iso)),
    time: (iso) => time().format(new Date(iso)),
    moment: (iso) => moment().format(new Date(iso)),
    number: (value) => number().format(value),
  };
}

interface CurrencyFormat {
  readonly format: Intl.NumberFormat;
  /** How many of them are one unit. */
  readonly minorUnits: number;
}

function createCurrencyFormat(region: string, currency: string): CurrencyFormat {
  const format = new Intl.NumberFormat(region, { style: 'currency', currency });
  return { format, minorUnits: 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2) };
}

/** A formatter takes tens of milliseconds to make on a slow phone, and most pages need one or two of them. */
function onDemand<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}
