import type { OrderStatus } from '../graph/generated/schema-types.ts';
import type { OrderWords } from '../words/order/en.ts';

/** What the storefront has to know of a status. One that the graph adds does not compile until it is described here. */
interface StatusFacts {
  /** Whether the customer can still give the order back. */
  readonly isCancellable: boolean;
  /** Whether an order that was in it has held pieces, or was paid: it gives that back when it is cancelled. */
  readonly held: 'nothing' | 'pieces' | 'pieces and money';
  /** How an order ended that was not to be: what is said of it, and how. */
  readonly end: { readonly says: keyof OrderWords['ends']; readonly tone: 'bad' | 'calm' } | null;
}

export const STATUS_FACTS: Readonly<Record<OrderStatus, StatusFacts>> = {
  AWAITING_STOCK: { isCancellable: false, held: 'nothing', end: null },
  AWAITING_PAYMENT: { isCancellable: false, held: 'pieces', end: null },
  CONFIRMED: { isCancellable: true, held: 'pieces and money', end: null },
  REJECTED: { isCancellable: false, held: 'nothing', end: { says: 'REJECTED', tone: 'bad' } },
  PAYMENT_FAILED: { isCancellable: false, held: 'nothing', end: { says: 'PAYMENT_FAILED', tone: 'bad' } },
  CANCELLED: { isCancellable: false, held: 'nothing', end: { says: 'CANCELLED', tone: 'calm' } },
  SHIPPED: { isCancellable: false, held: 'pieces and money', end: null },
  DELIVERED: { isCancellable: false, held: 'pieces and money', end: null },
};
