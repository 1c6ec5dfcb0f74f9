import type { Language } from '../language.ts';
import type { Money } from '../occasion.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** "€1,249.00" or "1.249,00 €": with as many decimals as the currency has (none for yen). */
export function formatMoney({ amountMinor, currency }: Money, language: Language): string {
  const key = `${language} ${currency}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(language, { style: 'currency', currency });
  formats.set(key, format);
  const decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** decimals);
}
