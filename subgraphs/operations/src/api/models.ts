import type { Connection } from '@galleria/kit/graphql/pagination';
import type { DeadLetter } from '../domain/dead-letter.ts';

export type DeadLetterModel = DeadLetter;
export type DeadLetterConnectionModel = Connection<DeadLetter>;

/** What resolvers pass on for an Order, a Payment or a User: its key. */
interface Key {
  readonly id: string;
}

export type OrderModel = Key;
export type PaymentModel = Key;
export type UserModel = Key;
