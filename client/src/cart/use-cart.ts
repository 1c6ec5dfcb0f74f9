import { useQuery } from '@apollo/client/react';
import { useSyncExternalStore } from 'react';
import { heal, session } from '../graph/client.ts';
import type { Amount } from '../words/format.ts';
import { applyWishes, totalOf, type CartLine } from './cart-lines.ts';
import { wishes } from './change-cart.ts';
import { CartDocument, GuestCartDocument, type CartLinesFragment, type CartProductFragment } from './generated/cart.ts';
import { guestCart } from './guest-cart.ts';

export interface CartView {
  readonly lines: readonly CartLine[];
  readonly total: Amount | undefined;
  /** The total is the visitor's own sum, until the shop has answered. */
  readonly settling: boolean;
  /** Its lines are not known yet. */
  readonly loading: boolean;
  /** The service that kept it away. */
  readonly failed: boolean;
  readonly guest: boolean;
  readonly heal: () => Promise<boolean>;
}

/** The cart of whoever looks: the account's, or the one in the browser. */
export function useCart(): CartView {
  const signedIn = useSyncExternalStore(session.signedIn.subscribe, session.signedIn.read);
  const account = useAccountCart(signedIn);
  const guest = useGuestCart(!signedIn);
  return signedIn ? account : guest;
}

function useAccountCart(active: boolean): CartView {
  const wanted = useSyncExternalStore(wishes.subscribe, wishes.read);
  const { data, loading } = useQuery(CartDocument, { skip: !active });
  const cart = data?.cart ?? undefined;
  const confirmed = (cart?.items ?? []).map(lineOf);
  const lines = applyWishes(confirmed, wanted);
  const settling = wanted.size > 0;
  return {
    lines,
    total: settling ? totalOf(lines) : cart?.total,
    settling,
    loading: loading && cart === undefined,
    failed: active && !loading && cart === undefined,
    guest: false,
    heal: () => heal(CartDocument, {}, 'orders'),
  };
}

function useGuestCart(active: boolean): CartView {
  const items = useSyncExternalStore(guestCart.items.subscribe, guestCart.items.read);
  const ids = items.map(({ productId }) => productId);
  const { data, previousData, loading } = useQuery(GuestCartDocument, {
    variables: { ids },
    skip: !active || ids.length === 0,
  });
  const products = new Map(
    [...(previousData?.productsById ?? []), ...(data?.productsById ?? [])].map((one) => [one.id, one]),
  );
  const lines = items.flatMap(({ productId, quantity }) => {
    const product = products.get(productId);
    return product === undefined ? [] : [guestLine(product, quantity)];
  });
  return {
    lines,
    total: totalOf(lines),
    settling: loading,
    loading: loading && lines.length === 0,
    failed: ids.length > 0 && !loading && data?.productsById == null,
    guest: true,
    heal: () => heal(GuestCartDocument, { ids }, 'products'),
  };
}

function lineOf({
  product,
  quantity,
  unitPrice,
  priceWhenAdded,
  priceChanged,
}: CartLinesFragment['items'][number]): CartLine {
  return {
    ...guestLine(product, quantity),
    unitPrice,
    priceBefore: priceChanged && priceWhenAdded !== null ? priceWhenAdded : undefined,
  };
}

function guestLine({ id, slug, name, images, price }: CartProductFragment, quantity: number): CartLine {
  return { productId: id, slug, name, image: images[0], quantity, unitPrice: price, priceBefore: undefined };
}
