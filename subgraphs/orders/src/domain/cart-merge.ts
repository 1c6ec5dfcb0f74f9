import { isQuantity, quantityIn, withQuantity, type Cart, type PricedProduct } from './cart.ts';

/** A product and how many pieces of it. */
export interface CartItem {
  readonly productId: string;
  readonly quantity: number;
}

export type CartMerge =
  | { readonly kind: 'merged'; readonly cart: Cart; readonly unavailableProductIds: readonly string[] }
  | { readonly kind: 'invalid-quantity'; readonly problem: string }
  | { readonly kind: 'too-many-items' };

const MAX_ITEMS = 100;

/**
 * The cart with what somebody chose before they signed in; `products` are those that are known. The larger quantity
 * stays, so that merging the same again changes nothing. What is not sold is left out, but one number that is not
 * possible refuses all.
 */
export function mergeOf(cart: Cart, items: readonly CartItem[], products: readonly PricedProduct[]): CartMerge {
  if (items.length > MAX_ITEMS) return { kind: 'too-many-items' };
  const known = new Map(products.map((product) => [product.productId, product]));
  const unavailable = new Set<string>();
  let merged = cart;
  for (const item of items) {
    const { productId } = item;
    const held = quantityIn(merged, productId);
    // What is not possible by itself must not be hidden by what the cart holds already.
    const quantity = isQuantity(item.quantity) ? Math.max(held, item.quantity) : 0;
    const change = withQuantity(merged, productId, quantity, known.get(productId) ?? null);
    if (change.kind === 'invalid-quantity') return change;
    if (change.kind === 'product-unavailable') unavailable.add(productId);
    else if (quantity > held) merged = change.cart;
  }
  return { kind: 'merged', cart: merged, unavailableProductIds: [...unavailable] };
}
