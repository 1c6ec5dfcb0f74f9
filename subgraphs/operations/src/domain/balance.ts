/** Two sums that have to be the same. Text: they may have 64 bits. */
export interface Balance {
  /** ISO 4217; null where pieces are counted. */
  readonly currency: string | null;
  readonly expected: string;
  readonly actual: string;
  /** `actual` less `expected`. */
  readonly difference: string;
  readonly holds: boolean;
}

/** What orders say of one currency; sums in its smallest unit. */
export interface PaidOrders {
  readonly currency: string;
  readonly totalMinor: string;
  readonly pieces: string;
}

/** What payments says of one currency; sums in its smallest unit. */
export interface ChargeSums {
  readonly currency: string;
  readonly capturedMinor: string;
  readonly returnedMinor: string;
}

/** What inventory says. */
export interface StockSums {
  readonly available: string;
  readonly reserved: string;
  readonly sold: string;
  readonly delivered: string;
}

/**
 * What was charged, less what went back because its order came to nothing, is what paid orders cost. What was given
 * back by hand of an order that stands leaves it paid for. One balance for each currency that either side knows.
 */
export function moneyBalances(
  paidOrders: readonly Omit<PaidOrders, 'pieces'>[],
  charges: readonly ChargeSums[],
): Balance[] {
  const currencies = new Set([...paidOrders, ...charges].map(({ currency }) => currency));
  return [...currencies].sort().map((currency) => {
    const expected = sum(paidOrders.filter((one) => one.currency === currency).map(({ totalMinor }) => totalMinor));
    const sums = charges.filter((one) => one.currency === currency);
    const captured = sum(sums.map(({ capturedMinor }) => capturedMinor));
    return balance(currency, expected, captured - sum(sums.map(({ returnedMinor }) => returnedMinor)));
  });
}

/** A piece that was delivered is in exactly one place. */
export function piecesBalance({ available, reserved, sold, delivered }: StockSums): Balance {
  return balance(null, BigInt(delivered), sum([available, reserved, sold]));
}

/** What inventory calls sold is what customers have paid for and keep. */
export function soldPiecesBalance(
  paidOrders: readonly Pick<PaidOrders, 'pieces'>[],
  { sold }: Pick<StockSums, 'sold'>,
): Balance {
  return balance(null, sum(paidOrders.map(({ pieces }) => pieces)), BigInt(sold));
}

function balance(currency: string | null, expected: bigint, actual: bigint): Balance {
  const difference = actual - expected;
  return {
    currency,
    expected: String(expected),
    actual: String(actual),
    difference: String(difference),
    holds: difference === 0n,
  };
}

function sum(amounts: readonly string[]): bigint {
  return amounts.reduce((all, amount) => all + BigInt(amount), 0n);
}
