import { readRunRecord } from '@galleria/platform/state/run-record';
import type { Page } from '@playwright/test';
import { newProduct } from '../galleria/catalogue.ts';
import { openOrder, watch } from './followed-order.ts';
import { addToCart, administrator, expect, signIn, test } from './visitor.ts';

const LAMP = '/p/alder-table-lamp-walnut';
const HEALS_WITHIN = { timeout: 5_000 };

test.describe.configure({ mode: 'serial' });

/** As it runs now: one that has ended is another when it was started again. */
function pidOf(service: string): number {
  const record = readRunRecord(process.env.RUN_RECORD ?? '');
  const pid = record?.processes.find(({ name }) => name === service)?.identity?.pid;
  if (pid === undefined) throw new Error(`No process of ${service} runs.`);
  return pid;
}

/** A process that stands still answers nobody, and unlike one that was killed it is not started again. */
async function whileAway(service: string, work: () => Promise<void>): Promise<void> {
  const pid = pidOf(service);
  process.kill(pid, 'SIGSTOP');
  try {
    await work();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

const restingOf = (page: Page, service: string) =>
  page.getByRole('main').locator(`[data-service=${service}][data-resting=true]`);

test('without inventory a product is still there, its stock rests, and comes back by itself', async ({ page }) => {
  await whileAway('inventory', async () => {
    await page.goto(LAMP);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Alder table lamp in walnut');
    await expect(restingOf(page, 'inventory')).toContainText('The stock room');
  });
  await expect(page.getByText('In stock, leaves us within two days')).toBeVisible(HEALS_WITHIN);
  await expect(restingOf(page, 'inventory')).toHaveCount(0);
});

test('without products the shelf rests, and comes back by itself', async ({ page }) => {
  await whileAway('products', async () => {
    await page.goto('/c/lighting');
    await expect(restingOf(page, 'products')).toContainText('The catalogue');
  });
  await expect(page.getByRole('main').getByRole('article').first()).toBeVisible(HEALS_WITHIN);
});

test('a product whose service was away is no product that does not exist', async ({ page }) => {
  await whileAway('products', async () => {
    await page.goto(LAMP);
    await expect(restingOf(page, 'products')).toBeVisible();
  });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Alder table lamp in walnut', HEALS_WITHIN);
});

test('without orders the cart rests, and comes back by itself', async ({ page, customer }) => {
  await addToCart(page, 'alder-table-lamp-walnut');
  await page.goto('/sign-in?to=/status');
  await signIn(page, customer);
  await whileAway('orders', async () => {
    await page.goto('/cart');
    await expect(restingOf(page, 'orders')).toContainText('Cart and orders');
  });
  await expect(page.getByRole('main').getByRole('link', { name: 'Alder table lamp in walnut' })).toBeVisible(
    HEALS_WITHIN,
  );
});

test('without payments an order shows all but its payment', async ({ page, customer }) => {
  const { data } = await customer.sendText('{ product(slug: "alder-table-lamp-walnut") { id } }');
  const order = await customer.order(data.product.id as string, ['CONFIRMED']);
  await page.goto('/sign-in?to=/status');
  await signIn(page, customer);
  await whileAway('payments', async () => {
    await page.goto(`/orders/${String(order.id)}`);
    await expect(page.locator('[data-status]')).toHaveText('Confirmed');
    await expect(restingOf(page, 'payments')).toContainText('Payments');
  });
  await expect(page.getByText('Invoice', { exact: true })).toBeVisible(HEALS_WITHIN);
});

test('without notifications the messages rest, and come back by themselves', async ({ page, customer }) => {
  await page.goto('/sign-in?to=/status');
  await signIn(page, customer);
  await whileAway('notifications', async () => {
    await page.goto('/notifications');
    await expect(restingOf(page, 'notifications')).toContainText('Messages');
  });
  await expect(page.getByText('Welcome to Galleria')).toBeVisible(HEALS_WITHIN);
});

test('the status page says which service rests', async ({ page }) => {
  await page.goto('/status');
  await expect(page.getByText('All services are open.')).toBeVisible();
  await whileAway('payments', async () => {
    await expect(page.locator('[data-service=payments]')).toContainText('Resting');
  });
  await expect(page.getByText('All services are open.')).toBeVisible();
});

for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
  test(`a page follows again, by itself, after the router has ended by ${signal}`, async ({ page, customer }) => {
    const { asked, told } = watch(page);
    const admin = await administrator();
    const product = await newProduct(admin, 5);
    const order = await customer.order(product.id, ['CONFIRMED']);
    await openOrder(page, customer, order.id);
    await expect.poll(() => told('orderUpdated')).toBeGreaterThan(0);
    const before = told('orderUpdated');
    process.kill(pidOf('router'), signal);
    await expect.poll(() => told('orderUpdated')).toBeGreaterThan(before);
    asked.length = 0;
    await admin.send('ShipOrder', { orderId: order.id, trackingNumber: `JD-${signal}` });
    await expect(page.locator('[data-status]')).toHaveText('On its way');
    await expect(page.getByText(`JD-${signal}`)).toBeVisible();
    expect(asked).toEqual([]);
  });
}
