import { stockReserved } from '@galleria/events/inventory';
import { paymentCaptured } from '@galleria/events/payments';
import { priceChanged, productCreated } from '@galleria/events/products';
import { newId } from '@galleria/kit/identifiers';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import { startService, type TestService } from '@galleria/platform/testing/service-harness';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { expect, vi } from 'vitest';
import { createOrdersApp } from '../src/app.ts';
import { startFakeUsers, type FakeUsers } from './fake-users.ts';
import { ADD, ORDER, PLACE } from './operations.ts';

export type OrdersService = TestService<Awaited<ReturnType<typeof createOrdersApp>>> & { readonly users: FakeUsers };

export const ADMINISTRATOR: Viewer = { userId: newId(), roles: ['CUSTOMER', 'ADMINISTRATOR'] };
export const PRICE = { amountMinor: 12_900, currency: 'EUR' };
export const UNKNOWN_ID = '01890000-0000-7000-8000-000000000000';

export const SETTINGS = {
  USERS_TIMEOUT_MS: 10_000,
  USERS_BREAKER_FAILURES: 1_000,
  USERS_BREAKER_OPEN_MS: 5_000,
  STOCK_DEADLINE_MS: 30_000,
  PAYMENT_DEADLINE_MS: 60_000,
  // The sweep is started by hand where a test needs it.
  DEADLINE_SWEEP_MS: 3_600_000,
  CURRENCY: 'EUR',
};

export async function startOrders(
  options: { readonly clock?: () => Date; readonly settings?: Partial<typeof SETTINGS> } = {},
): Promise<OrdersService> {
  const users = await startFakeUsers();
  const settings = { ...SETTINGS, ...options.settings, USERS_URL: users.url };
  const service = await startService('orders', createOrdersApp, settings, options);
  return {
    ...service,
    users,
    stop: async () => {
      await service.stop();
      await users.stop();
    },
  };
}

export function newCustomer(): Viewer {
  return { userId: newId(), roles: ['CUSTOMER'] };
}

let version = 1;

/** For a fact of a product that is newer than all before it. */
export function nextVersion(): number {
  version += 1;
  return version;
}

/** A product that came on sale and that orders has heard of. */
export async function newProduct(service: OrdersService, price = PRICE): Promise<string> {
  const productId = newId();
  await service.publish(productCreated, {
    productId,
    slug: 'walnut-lamp',
    name: 'Walnut lamp',
    price,
    createdAt: '2026-01-01T00:00:00.000Z',
    version: 1,
  });
  await vi.waitFor(async () => expect(await priceOf(service, productId)).toBe(price.amountMinor), PATIENCE);
  return productId;
}

/** Gives a product another price, and waits until orders has heard of it. */
export async function changePrice(service: OrdersService, productId: string, amountMinor: number): Promise<void> {
  await service.publish(priceChanged, {
    productId,
    price: { amountMinor, currency: 'EUR' },
    previousPrice: PRICE,
    changedAt: new Date().toISOString(),
    version: nextVersion(),
  });
  await vi.waitFor(async () => expect(await priceOf(service, productId)).toBe(amountMinor), PATIENCE);
}

/** What orders believes a product to cost; undefined when it does not know it. */
export async function priceOf(service: OrdersService, productId: string): Promise<number | undefined> {
  const { rows } = await service.database.pool.query<{ amount: number }>(
    'select amount_minor as amount from product_prices where product_id = $1',
    [productId],
  );
  return rows[0]?.amount;
}

export async function addToCart(service: OrdersService, viewer: Viewer, productId: string, quantity = 1) {
  const { data } = await service.query(ADD, { variables: { input: { productId, quantity } }, viewer });
  return data.addToCart;
}

export async function placeOrder(
  service: OrdersService,
  viewer: Viewer,
  input: Partial<Record<'idempotencyKey' | 'paymentToken' | 'shippingAddressId', string>> & {
    readonly expectedTotal?: { readonly amountMinor: number; readonly currency: string } | null;
  } = {},
) {
  const whole = {
    idempotencyKey: newId(),
    paymentToken: 'tok_success',
    shippingAddressId: service.users.addressId,
    ...input,
  };
  return service.query(PLACE, { variables: { input: whole }, viewer });
}

export interface PlacedOrder {
  readonly id: string;
  readonly number: string;
}

/** An order that waits for its stock. */
export async function newOrder(service: OrdersService, viewer: Viewer, productId: string): Promise<PlacedOrder> {
  await addToCart(service, viewer, productId);
  const { data } = await placeOrder(service, viewer);
  expect(data.placeOrder.__typename).toBe('OrderPlaced');
  return data.placeOrder.order;
}

export async function readOrder(service: OrdersService, viewer: Viewer, id: string) {
  return (await service.query(ORDER, { variables: { id }, viewer })).data.order;
}

export async function untilStatus(service: OrdersService, orderId: string, status: string): Promise<void> {
  await vi.waitFor(
    async () => expect((await readOrder(service, ADMINISTRATOR, orderId)).status).toBe(status),
    PATIENCE,
  );
}

export async function reserve(service: OrdersService, orderId: string, id = newId()): Promise<void> {
  await service.publish(stockReserved, { orderId, expiresAt: '2026-12-31T00:00:00.000Z' }, { id });
}

export async function capture(service: OrdersService, orderId: string, id = newId()): Promise<void> {
  const payment = { paymentId: newId(), orderId, customerId: newId(), amount: PRICE };
  await service.publish(paymentCaptured, payment, { id });
}

/** An order that is reserved and paid. */
export async function confirmedOrder(service: OrdersService, viewer: Viewer, productId: string): Promise<PlacedOrder> {
  const order = await newOrder(service, viewer, productId);
  await reserve(service, order.id);
  await untilStatus(service, order.id, 'AWAITING_PAYMENT');
  await capture(service, order.id);
  await untilStatus(service, order.id, 'CONFIRMED');
  return order;
}
