import { charge } from '@galleria/events/payments';
import {
  priceChanged,
  productArchived,
  productCreated,
  productRestored,
  productUpdated,
} from '@galleria/events/products';
import { newId } from '@galleria/kit/identifiers';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import { everyOrder } from '@galleria/platform/testing/every-order';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createUnitOfWork } from '../src/repository/unit-of-work.ts';
import { createTrackPrices } from '../src/service/track-prices.ts';
import {
  addToCart,
  newCustomer,
  newProduct,
  placeOrder,
  reserve,
  startOrders,
  type OrdersService,
} from './fixtures.ts';

let service: OrdersService;
beforeAll(async () => void (service = await startOrders()));
afterAll(() => service.stop());

const EUR = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
/** Clocks are wrong: the higher the version, the earlier the time. */
const at = (version: number) => new Date(Date.UTC(2026, 0, 31 - version)).toISOString();

/** Tells something of a product; gives the message's id. */
type Fact = (productId: string) => Promise<string>;

const created: Fact = (productId) => {
  const product = { slug: 'walnut-lamp', name: 'Walnut lamp', price: EUR(1_000) };
  return service.publish(productCreated, { productId, ...product, createdAt: at(1), version: 1 });
};
const renamed =
  (version: number, name: string): Fact =>
  (productId) =>
    service.publish(productUpdated, { productId, slug: 'a-lamp', name, updatedAt: at(version), version });
const change = (productId: string, amountMinor: number, version: number) => {
  const prices = { price: EUR(amountMinor), previousPrice: EUR(1_000) };
  return { productId, ...prices, changedAt: at(version) };
};
const priced =
  (version: number, amountMinor: number): Fact =>
  (productId) =>
    service.publish(priceChanged, { ...change(productId, amountMinor, version), version });
/** As releases told it before facts had versions. */
const unversioned: MessageContract<ReturnType<typeof change>> = {
  ...priceChanged,
  keyOf: ({ productId }) => productId,
};
const pricedWithoutVersion =
  (amountMinor: number, day: number): Fact =>
  (productId) =>
    service.publish(unversioned, change(productId, amountMinor, day));
const archived =
  (version: number): Fact =>
  (productId) =>
    service.publish(productArchived, { productId, archivedAt: at(version), version });
const restored =
  (version: number, amountMinor: number): Fact =>
  (productId) => {
    const fact = { productId, price: EUR(amountMinor), restoredAt: at(version), version };
    return service.publish(productRestored, fact);
  };

/** Delivers facts of a product that nobody has heard of. */
async function productOf(facts: readonly Fact[]): Promise<string> {
  const productId = newId();
  const messageIds: string[] = [];
  for (const tell of facts) messageIds.push(await tell(productId));
  for (const messageId of messageIds) await service.untilHandled(messageId);
  return productId;
}

/** What a customer who wants it is charged, and for what; the code of the refusal where it is not sold. */
async function saleOf(productId: string): Promise<unknown> {
  const customer = newCustomer();
  const { code } = await addToCart(service, customer, productId);
  if (code !== undefined) return code;
  const { order } = (await placeOrder(service, customer)).data.placeOrder;
  await reserve(service, order.id);
  return vi.waitFor(() => {
    const sent = service.published(charge).find(({ data }) => data.orderId === order.id);
    expect(sent).toBeDefined();
    return { amountMinor: sent?.data.amount.amountMinor, name: sent?.data.lines?.[0]?.name };
  }, PATIENCE);
}

describe('facts of a product leave, in whatever order they arrive and whatever their clocks said,', () => {
  it.each([
    ['its latest price', [created, priced(2, 2_000), priced(3, 3_000)], { amountMinor: 3_000, name: 'Walnut lamp' }],
    [
      'its latest name and price',
      [created, priced(2, 2_000), renamed(3, 'Oak lamp')],
      { amountMinor: 2_000, name: 'Oak lamp' },
    ],
    [
      'the latest of two names',
      [priced(2, 2_000), renamed(3, 'Oak lamp'), renamed(4, 'Elm lamp')],
      { amountMinor: 2_000, name: 'Elm lamp' },
    ],
    [
      'it on sale when it was restored',
      [created, archived(2), restored(3, 3_000)],
      { amountMinor: 3_000, name: 'Walnut lamp' },
    ],
    [
      'it at the price that it got after that',
      [archived(2), restored(3, 3_000), priced(4, 4_000)],
      { amountMinor: 4_000, name: undefined },
    ],
    [
      'it off sale when it was archived once more',
      [archived(2), restored(3, 3_000), archived(4)],
      'PRODUCT_UNAVAILABLE',
    ],
    [
      'what a version has told, over what none has',
      [pricedWithoutVersion(9_000, 0), created, priced(2, 2_000)],
      { amountMinor: 2_000, name: 'Walnut lamp' },
    ],
  ])('%s', async (_what, facts, sale) => {
    const products = await Promise.all(everyOrder(facts).map(productOf));
    expect(await Promise.all(products.map(saleOf))).toEqual(products.map(() => sale));
  });
});

describe('facts without a version', () => {
  it('take effect as they come, as long as no version has told the same', async () => {
    const facts = [renamed(2, 'Oak lamp'), pricedWithoutVersion(5_000, 3), pricedWithoutVersion(6_000, 4)];
    expect(await saleOf(await productOf(facts))).toEqual({ amountMinor: 6_000, name: 'Oak lamp' });
  });
});

describe('two facts that two instances apply at the same moment', () => {
  it('leave the newer one, also when the older one is written last', async () => {
    const productId = await newProduct(service);
    const unitOfWork = createUnitOfWork(service.database);
    const trackPrices = createTrackPrices({ unitOfWork });
    let older = Promise.resolve();
    await unitOfWork(async ({ prices }) => {
      await prices.setPrice(productId, EUR(3_000), 3);
      // What only writes is sent along with the next question: by its answer the row is written.
      await prices.find(productId);
      older = trackPrices.setPrice(newId(), productId, EUR(2_000), 2);
      await somebodyWaits();
    });
    await older;
    expect(await saleOf(productId)).toEqual({ amountMinor: 3_000, name: 'Walnut lamp' });
  });
});

function somebodyWaits(): Promise<void> {
  return vi.waitFor(async () => {
    const { rows } = await service.database.pool.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    expect(rows).not.toHaveLength(0);
  }, PATIENCE);
}
