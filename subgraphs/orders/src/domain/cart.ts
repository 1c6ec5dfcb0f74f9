import { isSameAmount, times, totalOf, type Money } from './money.ts';

export interface CartLine {
  readonly productId: string;
  /** Today's; null where nobody has told it. */
  readonly name: string | null;
  readonly quantity: number;
  /** Today's. */
  readonly unitPrice: Money;
  /** What the customer saw last, when adding or accepting; null where nobody noted it. */
  readonly priceWhenAdded: Money | null;
  /** False once the product was taken off sale. */
  readonly isOnSale: boolean;
}

/** One per customer, so the customer's id is the cart's. */
export interface Cart {
  readonly customerId: string;
  /** In the order they were added. */
  readonly lines: readonly CartLine[];
  /** At today's prices. */
  readonly total: Money;
}

/** What orders knows of a product. */
export interface PricedProduct {
  readonly productId: string;
  readonly name: string | null;
  readonly price: Money;
  readonly isOnSale: boolean;
}

export type CartChange =
  | { readonly kind: 'changed'; readonly cart: Cart }
  | { readonly kind: 'product-unavailable'; readonly productIds: readonly string[] }
  | { readonly kind: 'invalid-quantity'; readonly problem: string };

const MAX_QUANTITY = 99;
const MAX_LINES = 50;
/** GraphQL's Int ends at 2^31; half of it leaves room for prices that rise while they wait in a cart. */
const MAX_TOTAL_MINOR = 1_000_000_000;

export function cartOf(customerId: string, lines: readonly CartLine[], currency: string): Cart {
  return { customerId, lines, total: totalOf(lines, currency) };
}

/** How many pieces of a product the cart holds. */
export function quantityIn(cart: Cart, productId: string): number {
  return cart.lines.find((line) => line.productId === productId)?.quantity ?? 0;
}

/** Whether a number of pieces can be asked for at all, whatever the cart holds. */
export function isQuantity(quantity: number): boolean {
  return Number.isInteger(quantity) && quantity >= 1 && quantity <= MAX_QUANTITY;
}

/** The cart with `quantity` pieces of the product in all; `product` is null when it is not known. */
export function withQuantity(
  cart: Cart,
  productId: string,
  quantity: number,
  product: PricedProduct | null,
): CartChange {
  if (!isQuantity(quantity)) return invalid(`A cart holds 1 to ${MAX_QUANTITY} pieces of one product.`);
  const { currency } = cart.total;
  if (product === null || !product.isOnSale || product.price.currency !== currency) {
    return { kind: 'product-unavailable', productIds: [productId] };
  }
  const held = cart.lines.find((line) => line.productId === productId);
  // More of what is held does not accept a price that changed meanwhile: only the customer does.
  const priceWhenAdded = held === undefined ? product.price : held.priceWhenAdded;
  const { name, price: unitPrice } = product;
  const line: CartLine = { productId, name, quantity, unitPrice, priceWhenAdded, isOnSale: true };
  const isNew = held === undefined;
  const lines = isNew ? [...cart.lines, line] : cart.lines.map((other) => (other === held ? line : other));
  if (isNew && lines.length > MAX_LINES) return invalid(`A cart holds at most ${MAX_LINES} different products.`);
  const changed = cartOf(cart.customerId, lines, currency);
  if (changed.total.amountMinor > MAX_TOTAL_MINOR) return invalid('This is more than one order can come to.');
  return { kind: 'changed', cart: changed };
}

/** The cart without the product; the same cart when it was not in it. */
export function without(cart: Cart, productId: string): Cart {
  const lines = cart.lines.filter((line) => line.productId !== productId);
  return cartOf(cart.customerId, lines, cart.total.currency);
}

export type OrderabilityProblem =
  { readonly kind: 'cart-empty' } | { readonly kind: 'product-unavailable'; readonly productIds: readonly string[] };

/** Why the cart cannot be ordered as it is; null when it can. */
export function orderabilityProblem(cart: Cart): OrderabilityProblem | null {
  if (cart.lines.length === 0) return { kind: 'cart-empty' };
  const gone = cart.lines.filter((line) => !line.isOnSale || line.unitPrice.currency !== cart.total.currency);
  return gone.length === 0 ? null : { kind: 'product-unavailable', productIds: gone.map((line) => line.productId) };
}

export interface CartPriceProblem {
  readonly kind: 'price-changed';
  readonly cart: Cart;
}

/** The cart when it costs another total than the customer saw; null when it does not, or when nobody told. */
export function priceProblem(cart: Cart, seen: Money | null | undefined): CartPriceProblem | null {
  return seen == null || isSameAmount(cart.total, seen) ? null : { kind: 'price-changed', cart };
}

/** Whether the customer has not seen today's price of this line. */
export function hasPriceChanged({ unitPrice, priceWhenAdded }: CartLine): boolean {
  return priceWhenAdded !== null && !isSameAmount(unitPrice, priceWhenAdded);
}

/** The cart once the customer has seen its prices. */
export function withAcceptedPrices(cart: Cart): Cart {
  return { ...cart, lines: cart.lines.map((line) => ({ ...line, priceWhenAdded: line.unitPrice })) };
}

export function lineTotal(line: { readonly unitPrice: Money; readonly quantity: number }): Money {
  return times(line.unitPrice, line.quantity);
}

function invalid(problem: string): { readonly kind: 'invalid-quantity'; readonly problem: string } {
  return { kind: 'invalid-quantity', problem };
}
