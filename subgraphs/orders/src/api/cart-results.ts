import type { Cart, CartChange, CartPriceProblem } from '../domain/cart.ts';
import type { CartMerge } from '../domain/cart-merge.ts';
import type { ResolversTypes } from '../generated/graphql.ts';
import type { PricesAccepted } from '../service/change-cart.ts';

type Result<Union extends keyof ResolversTypes> = Awaited<ResolversTypes[Union]>;

export function cartUpdated(cart: Cart) {
  return { __typename: 'CartUpdated', cart } as const;
}

export function cartResult(change: CartChange): Result<'AddToCartResult'> & Result<'SetCartItemQuantityResult'> {
  switch (change.kind) {
    case 'changed':
      return cartUpdated(change.cart);
    case 'product-unavailable':
      return productUnavailable(change.productIds);
    case 'invalid-quantity':
      return invalidQuantity(change.problem);
  }
}

export function mergeResult(merge: CartMerge): Result<'MergeCartResult'> {
  switch (merge.kind) {
    case 'merged':
      return {
        __typename: 'CartMerged',
        cart: merge.cart,
        unavailableProductIds: [...merge.unavailableProductIds],
      };
    case 'invalid-quantity':
      return invalidQuantity(merge.problem);
    case 'too-many-items':
      return {
        __typename: 'TooManyCartItems',
        code: 'TOO_MANY_CART_ITEMS',
        message: 'At most 100 products can be merged at once.',
      };
  }
}

export function acceptPricesResult(outcome: PricesAccepted): Result<'AcceptCartPricesResult'> {
  return outcome.kind === 'accepted' ? cartUpdated(outcome.cart) : priceChanged(outcome);
}

export function priceChanged({ cart }: CartPriceProblem) {
  return {
    __typename: 'PriceChanged',
    code: 'PRICE_CHANGED',
    message: 'The cart costs another total by now.',
    total: cart.total,
    cart,
  } as const;
}

export function productUnavailable(productIds: readonly string[]) {
  return {
    __typename: 'ProductUnavailable' as const,
    code: 'PRODUCT_UNAVAILABLE',
    message: 'Something in the cart is not sold (any more).',
    productIds: [...productIds],
  };
}

function invalidQuantity(problem: string) {
  return { __typename: 'InvalidQuantity', code: 'INVALID_QUANTITY', message: problem } as const;
}
