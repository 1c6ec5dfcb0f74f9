import { answerOf } from '../graph/answer.ts';
import { CartDocument } from '../cart/generated/cart.ts';
import { client } from '../graph/client.ts';
import type { PlaceOrderInput } from '../graph/generated/schema-types.ts';
import type { Amount } from '../words/format.ts';
import { PlaceOrderDocument } from './generated/place-order.ts';

export type PlaceOrderOutcome =
  | { readonly placed: true; readonly orderId: string; readonly number: string }
  | { readonly placed: false; readonly code: string; readonly newTotal?: Amount };

/**
 * Sent again with the same key it gives the first answer again. An answer that got lost counts as the shop being away.
 */
export async function placeOrder(input: PlaceOrderInput): Promise<PlaceOrderOutcome> {
  const result = await answerOf(client.mutate({ mutation: PlaceOrderDocument, variables: { input } }), 'placeOrder');
  if ('total' in result) return { placed: false, code: result.code, newTotal: result.total };
  if ('code' in result) return { placed: false, code: result.code };
  // The cart is empty now, and the list of orders has one more.
  client.cache.evict({ fieldName: 'orders' });
  void client.query({ query: CartDocument, fetchPolicy: 'network-only' }).catch(() => undefined);
  return { placed: true, orderId: result.order.id, number: result.order.number };
}
