import { accessErrors } from '@galleria/kit/errors';
import { isId } from '@galleria/kit/identifiers';
import {
  cartOf,
  isQuantity,
  priceProblem,
  quantityIn,
  withAcceptedPrices,
  without,
  withQuantity,
  type Cart,
  type CartChange,
  type CartPriceProblem,
} from '../domain/cart.ts';
import { mergeOf, type CartMerge } from '../domain/cart-merge.ts';
import type { Money } from '../domain/money.ts';
import type { CartItem } from '../domain/cart-merge.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';

/** Each throws UNAUTHENTICATED when the account is gone: its access token may live on for minutes. */
export interface ChangeCart {
  /** Puts that many more pieces into the cart. */
  add(customerId: string, item: CartItem): Promise<CartChange>;
  /** Makes it that many pieces in all; zero takes the product out, whether it is still sold or not. */
  setQuantity(customerId: string, item: CartItem): Promise<CartChange>;
  /** Gives the cart without the product. */
  remove(customerId: string, productId: string): Promise<Cart>;
  /** Gives the empty cart. */
  clear(customerId: string): Promise<Cart>;
  /** Puts what a guest chose into the cart: all that is sold, or nothing where a number is not possible. */
  merge(customerId: string, items: readonly CartItem[]): Promise<CartMerge>;
  /** Notes today's prices as seen, unless the cart costs another total than the customer saw. */
  acceptPrices(customerId: string, seen: Money | null): Promise<PricesAccepted>;
}

export type PricesAccepted = { readonly kind: 'accepted'; readonly cart: Cart } | CartPriceProblem;

export function createChangeCart(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly currency: string;
}): ChangeCart {
  const onCart = <T>(customerId: string, change: (work: Work, cart: Cart) => Promise<T>): Promise<T> =>
    dependencies.unitOfWork(async (work) => {
      await work.carts.lock(customerId);
      // Sent together: the second answer costs no round trip.
      const [isErased, lines] = await Promise.all([work.erasedCustomers.has(customerId), work.carts.lines(customerId)]);
      if (isErased) throw accessErrors.UNAUTHENTICATED({ userId: customerId });
      return change(work, cartOf(customerId, lines, dependencies.currency));
    });

  return {
    add: (customerId, { productId, quantity }) =>
      onCart(customerId, (work, cart) => {
        // One that is not possible by itself must not become possible by what is in the cart already.
        const total = isQuantity(quantity) ? quantityIn(cart, productId) + quantity : 0;
        return setQuantity(work, cart, productId, total);
      }),
    setQuantity: (customerId, { productId, quantity }) =>
      onCart(customerId, (work, cart) =>
        quantity === 0 ? removed(work, cart, productId) : setQuantity(work, cart, productId, quantity),
      ),
    remove: (customerId, productId) => onCart(customerId, (work, cart) => remove(work, cart, productId)),
    clear: (customerId) =>
      onCart(customerId, async (work) => {
        await work.carts.clear(customerId);
        return cartOf(customerId, [], dependencies.currency);
      }),
    merge: (customerId, items) => onCart(customerId, (work, cart) => merge(work, cart, items)),
    acceptPrices: (customerId, seen) =>
      onCart(customerId, async (work, cart) => {
        const problem = priceProblem(cart, seen);
        if (problem !== null) return problem;
        await work.carts.acceptPrices(customerId, cart.lines);
        return { kind: 'accepted', cart: withAcceptedPrices(cart) };
      }),
  };
}

async function setQuantity(work: Work, cart: Cart, productId: string, quantity: number): Promise<CartChange> {
  const product = isId(productId) ? await work.prices.find(productId) : null;
  const change = withQuantity(cart, productId, quantity, product);
  if (change.kind === 'changed') await putChanged(work, cart, change.cart);
  return change;
}

async function merge(work: Work, cart: Cart, items: readonly CartItem[]): Promise<CartMerge> {
  const productIds = items.map(({ productId }) => productId).filter(isId);
  const merge = mergeOf(cart, items, await work.prices.findAll(productIds));
  if (merge.kind === 'merged') await putChanged(work, cart, merge.cart);
  return merge;
}

async function putChanged(work: Work, before: Cart, after: Cart): Promise<void> {
  const lines = after.lines.filter((line) => !before.lines.includes(line));
  if (lines.length > 0) await work.carts.put(before.customerId, lines);
}

async function removed(work: Work, cart: Cart, productId: string): Promise<CartChange> {
  return { kind: 'changed', cart: await remove(work, cart, productId) };
}

async function remove(work: Work, cart: Cart, productId: string): Promise<Cart> {
  if (isId(productId)) await work.carts.remove(cart.customerId, [productId]);
  return without(cart, productId);
}
