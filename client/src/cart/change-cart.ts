import { client, session } from '../graph/client.ts';
import { createStore } from '../graph/store.ts';
import type { Amount } from '../words/format.ts';
import type { CartLine, Wishes } from './cart-lines.ts';
import {
  AcceptCartPricesDocument,
  CartDocument,
  MergeCartDocument,
  SetCartItemQuantityDocument,
} from './generated/cart.ts';
import { guestCart } from './guest-cart.ts';

/** What is on its way to the shop. */
export const wishes = createStore<Wishes>(new Map());
/** The code of why the last change was not made. */
export const cartProblem = createStore<string | undefined>(undefined);
export const drawerOpen = createStore(false);

const sending = new Set<string>();

/**
 * Sets how many pieces the cart holds. The line shows it at once; one request a line is under way, and the last wish
 * wins.
 */
export async function setQuantity(line: CartLine, quantity: number): Promise<void> {
  cartProblem.write(undefined);
  if (!session.signedIn.read()) {
    guestCart.setQuantity(line.productId, quantity);
    return;
  }
  wishes.write(new Map([...wishes.read(), [line.productId, { ...line, quantity }]]));
  if (sending.has(line.productId)) return;
  sending.add(line.productId);
  try {
    await sendUntilSettled(line.productId);
  } finally {
    sending.delete(line.productId);
  }
}

async function sendUntilSettled(productId: string): Promise<void> {
  for (let wish = wishes.read().get(productId); wish !== undefined; wish = wishes.read().get(productId)) {
    const problem = await sendQuantity(productId, wish.quantity);
    if (wishes.read().get(productId) !== wish) continue;
    wishes.write(new Map([...wishes.read()].filter(([id]) => id !== productId)));
    cartProblem.write(problem);
  }
}

/** The code of what went wrong, if anything did. */
async function sendQuantity(productId: string, quantity: number): Promise<string | undefined> {
  const input = { productId, quantity };
  try {
    const { data } = await client.mutate({ mutation: SetCartItemQuantityDocument, variables: { input } });
    const result = data?.setCartItemQuantity;
    return result !== undefined && 'code' in result ? result.code : undefined;
  } catch {
    return 'TEMPORARILY_UNAVAILABLE';
  }
}

/**
 * At a sign-in: what the visitor had gathered before goes into the account's cart. It stays in the browser if that
 * fails.
 */
export async function mergeGuestCart(accessToken: string): Promise<void> {
  const items = guestCart.items.read().map(({ productId, quantity }) => ({ productId, quantity }));
  if (items.length === 0) return;
  try {
    const context = { accessToken };
    const { data } = await client.mutate({ mutation: MergeCartDocument, variables: { items }, context });
    const result = data?.mergeCart;
    if (result?.__typename !== 'CartMerged') return;
    guestCart.clear();
    client.cache.updateQuery({ query: CartDocument }, () => ({ cart: result.cart }));
    if (result.unavailableProductIds.length > 0) cartProblem.write('PRODUCT_UNAVAILABLE');
  } catch {
    cartProblem.write('TEMPORARILY_UNAVAILABLE');
  }
}

/** Says that the visitor has seen the new prices. */
export async function acceptPrices({ amountMinor, currency }: Amount): Promise<void> {
  const expectedTotal = { amountMinor, currency };
  try {
    const { data } = await client.mutate({ mutation: AcceptCartPricesDocument, variables: { expectedTotal } });
    const result = data?.acceptCartPrices;
    cartProblem.write(result !== undefined && 'code' in result ? result.code : undefined);
    if (result?.__typename === 'PriceChanged') await client.query({ query: CartDocument, fetchPolicy: 'network-only' });
  } catch {
    cartProblem.write('TEMPORARILY_UNAVAILABLE');
  }
}
