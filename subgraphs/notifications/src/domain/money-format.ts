import type { Money } from './occasion.ts';

const LOCALE = 'en';
const formats = new Map<string, Intl.NumberFormat>();

/** "€1,249.00": with as many decimals as the currency has (none for yen). */
export function formatMoney({ amountMinor, currency }: Money): string {
  const format = formats.get(currency) ?? new Intl.NumberFormat(LOCALE, { style: 'currency', currency });
  formats.set(currency, format);
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** decimals);
}
