import { DECLINED_TOKEN } from '../ports/payment-provider.ts';
import type { Shop } from '../shop.ts';
import type { World } from '../world/world.ts';
import type { Insist } from './insistence.ts';
import type { Person } from './person.ts';
import { PRODUCTS } from './sellers.ts';

const ADDRESS = '00000000-0000-7000-8000-0000000000f1';
const LATEST_WISH_MS = 5_000;
const LATEST_ERASURE_MS = 15_000;

/** What one asks with, and how. */
interface Asking {
  readonly world: World;
  readonly shop: Shop;
  readonly insist: Insist;
}

/** Buys, and may give back, move, fill the cart again or be forgotten, each at any moment. */
export function shopAs(person: Person, asking: Asking): void {
  const { random } = asking.world;
  buy(person, asking);
  if (random.chance(0.3)) changeAccount(person, asking);
  if (random.chance(0.2)) fillCartAgain(person, asking);
  if (random.chance(0.3)) eraseAccount(person, asking);
}

function buy(person: Person, asking: Asking): void {
  const { world, shop, insist } = asking;
  const { random } = world;
  const wished = PRODUCTS.filter(() => random.chance(0.7));
  const productIds = wished.length === 0 ? [PRODUCTS[0]] : wished;
  const lines = productIds.map((productId) => ({ productId, quantity: 1 + random.below(2) }));
  shop.databases.orders.tables().carts.set(
    person.id,
    lines.map((line) => ({ ...line, priceWhenAdded: null })),
  );
  const paymentToken = random.chance(0.15) ? DECLINED_TOKEN : 'tok_success';
  const request = { idempotencyKey: person.idempotencyKey, paymentToken, shippingAddressId: ADDRESS };
  const isKnown = () =>
    lines.every(({ productId }) => (shop.databases.orders.tables().prices.get(productId)?.priceVersion ?? 0) > 0);
  let placed: string | undefined;
  const place = async (): Promise<boolean> => {
    // Whoever is gone may find the cart gone, too.
    const mayBeGone = !shop.databases.users.tables().accounts.has(person.id);
    if (!isKnown() && !mayBeGone) return false;
    const outcome = await unlessGone(shop.orders()?.placeOrder({ userId: person.id, roles: [] }, request));
    if (outcome === 'gone' || (mayBeGone && outcome?.kind === 'cart-empty')) return true;
    if (outcome?.kind !== 'placed' && outcome?.kind !== 'placed-before') return false;
    placed = outcome.order.id;
    world.note(person.id, `has order ${placed}`);
    return true;
  };
  insist(500 + random.below(LATEST_WISH_MS), place, () => {
    if (placed !== undefined) goOn(person, placed, asking);
  });
}

function goOn(person: Person, orderId: string, { world, shop, insist }: Asking): void {
  const { random } = world;
  if (random.chance(0.3)) {
    insist(random.below(LATEST_WISH_MS), async () => {
      const outcome = await shop.orders()?.changeStatus.cancel(person.id, orderId);
      if (outcome !== undefined) world.note(person.id, `asked to cancel ${orderId}: ${outcome.kind}`);
      return outcome !== undefined;
    });
  } else if (random.chance(0.4)) {
    const deliver = async (): Promise<boolean> => (await shop.orders()?.changeStatus.deliver(orderId)) !== undefined;
    const ship = async (): Promise<boolean> => {
      const outcome = await shop.orders()?.changeStatus.ship(orderId, person.trackingNumber);
      if (outcome !== undefined) world.note('warehouse', `would ship ${orderId}: ${outcome.kind}`);
      return outcome !== undefined;
    };
    insist(random.below(LATEST_WISH_MS), ship, () => {
      if (random.chance(0.3)) insist(random.below(LATEST_WISH_MS), deliver);
    });
  }
}

function changeAccount(person: Person, { world, shop, insist }: Asking): void {
  insist(world.random.below(LATEST_ERASURE_MS), async () => {
    const users = shop.users();
    await users?.rename(person.id, `${person.name} King`);
    return users !== undefined;
  });
}

/** With the access token that outlives the account. */
function fillCartAgain(person: Person, { world, shop, insist }: Asking): void {
  insist(world.random.below(LATEST_ERASURE_MS), async () => {
    const item = { productId: PRODUCTS[0], quantity: 1 };
    return (await unlessGone(shop.orders()?.changeCart.setQuantity(person.id, item))) !== undefined;
  });
}

function eraseAccount(person: Person, { world, shop, insist }: Asking): void {
  insist(world.random.below(LATEST_ERASURE_MS), async () => {
    const users = shop.users();
    await users?.eraseMe(person.id);
    if (users !== undefined) world.note(person.id, 'is erased');
    return users !== undefined;
  });
}

/** Says that the account is gone where the answer would be that nobody is signed in. */
async function unlessGone<Outcome>(asked: Promise<Outcome> | undefined): Promise<Outcome | 'gone' | undefined> {
  try {
    return await asked;
  } catch (thrown) {
    if ((thrown as { readonly code?: unknown }).code === 'UNAUTHENTICATED') return 'gone';
    throw thrown;
  }
}
