import { cartOf, type Cart } from '../domain/cart.ts';
import type { CartReader } from '../repository/cart-reader.ts';

/** The customer's cart at today's prices; one that holds nothing yet is an empty cart, not none. */
export function createReadCart(dependencies: { readonly reader: CartReader; readonly currency: string }) {
  return async (customerId: string): Promise<Cart> =>
    cartOf(customerId, await dependencies.reader.linesOfCustomer(customerId), dependencies.currency);
}
