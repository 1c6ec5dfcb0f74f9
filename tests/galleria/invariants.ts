import type { GraphClient } from './client.ts';

const INVARIANTS = `{ invariants {
  money { currency difference holds }
  pieces { difference holds }
  soldPieces { difference holds }
  overdueOrders
  waitingDeadLetters
  stock { productsAstray }
} }`;

interface Balance {
  readonly difference: string;
  readonly holds: boolean;
}

export interface Invariants {
  readonly money: readonly (Balance & { readonly currency: string })[];
  readonly pieces: Balance;
  readonly soldPieces: Balance;
  readonly overdueOrders: number;
  readonly waitingDeadLetters: number;
}

const IN_BALANCE = { difference: '0', holds: true };

/** What a shop says of itself in which nothing is lost, invented or late. */
export const ALL_HOLD = {
  money: [{ currency: 'EUR', ...IN_BALANCE }],
  pieces: IN_BALANCE,
  soldPieces: IN_BALANCE,
  overdueOrders: 0,
  waitingDeadLetters: 0,
  stock: { productsAstray: 0 },
};

/** As an administrator sees them, through the router. */
export async function readInvariants(administrator: GraphClient): Promise<Invariants> {
  const { data, errors } = await administrator.sendText(INVARIANTS);
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data.invariants as Invariants;
}
