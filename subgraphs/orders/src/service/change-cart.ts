import { isId } from '@galleria/kit/identifiers';
import { cartOf, isQuantity, quantityIn, without, withQuantity, type Cart, type CartChange } from '../domain/cart.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';

export interface CartItem {
  readonly productId: string;
  readonly quantity: number;
}

export interface ChangeCart {
  /** Puts that many more pieces into the cart. */
  add(customerId: string, item: CartItem): Promise<CartChange>;
  /** Makes it that many pieces in all; zero takes the product out, whether it is still sold or not. */
  setQuantity(customerId: string, item: CartItem): Promise<CartChange>;
}

export function createChangeCart(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly currency: string;
}): ChangeCart {
  const onCart = (customerId: string, change: (work: Work, cart: Cart) => Promise<CartChange>): Promise<CartChange> =>
    dependencies.unitOfWork(async (work) => {
      await work.carts.lock(customerId);
      return change(work, cartOf(customerId, await work.carts.lines(customerId), dependencies.currency));
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
        quantity === 0 ? remove(work, cart, productId) : setQuantity(work, cart, productId, quantity),
      ),
  };
}

async function setQuantity(work: Work, cart: Cart, productId: string, quantity: number): Promise<CartChange> {
  const product = isId(productId) ? await work.prices.find(productId) : null;
  const change = withQuantity(cart, productId, quantity, product);
  if (change.kind === 'changed') await work.carts.setQuantity(cart.customerId, productId, quantity);
  return change;
}

async function remove(work: Work, cart: Cart, productId: string): Promise<CartChange> {
  if (isId(productId)) await work.carts.remove(cart.customerId, [productId]);
  return { kind: 'changed', cart: without(cart, productId) };
}
