/** An amount in the currency's smallest unit. */
export interface Money {
  readonly amountMinor: number;
  /** ISO 4217. */
  readonly currency: string;
}

export function isSameAmount(one: Money, other: Money): boolean {
  return one.amountMinor === other.amountMinor && one.currency === other.currency;
}

export function times(price: Money, quantity: number): Money {
  return { amountMinor: price.amountMinor * quantity, currency: price.currency };
}

/** The sum of lines that are all in `currency`; of none it is zero. */
export function totalOf(
  lines: readonly { readonly unitPrice: Money; readonly quantity: number }[],
  currency: string,
): Money {
  const amountMinor = lines.reduce((sum, line) => sum + line.unitPrice.amountMinor * line.quantity, 0);
  return { amountMinor, currency };
}
