import type { Connection } from '@galleria/kit/graphql/pagination';
import type { ChargeSums, PaidOrders, StockSums } from '../domain/balance.ts';
import type { DeadLetter } from '../domain/dead-letter.ts';
import type { Fault } from '../domain/fault.ts';

export type DeadLetterModel = DeadLetter;
export type FaultModel = Fault;
export type DeadLetterConnectionModel = Connection<DeadLetter>;

/** What resolvers pass on for an Order, a Payment or a User: its key. */
interface Key {
  readonly id: string;
}

export type OrderModel = Key;
export type PaymentModel = Key;
export type UserModel = Key;

/** What resolvers pass on for Invariants: its key, and what the router sends along for `@requires`. */
export interface InvariantsModel {
  readonly id: string;
  readonly paidOrders?: readonly PaidOrders[] | null;
  readonly charges?: readonly ChargeSums[] | null;
  readonly stock?: StockSums | null;
}
