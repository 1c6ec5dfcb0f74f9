import { newProduct } from '../galleria/catalogue.ts';
import { openOrder, watch } from './followed-order.ts';
import { administrator, expect, signIn, test } from './visitor.ts';

test('an order’s page hears of each step, and asks for none', async ({ page, customer }) => {
  const { asked, told } = watch(page);
  const admin = await administrator();
  const product = await newProduct(admin, 5);
  const order = await customer.order(product.id, ['CONFIRMED']);
  await openOrder(page, customer, order.id);
  await expect(page.locator('[data-step=mailed]')).toHaveAttribute('data-state', 'done');
  await expect.poll(() => told('orderUpdated')).toBeGreaterThan(0);
  asked.length = 0;
  await admin.send('ShipOrder', { orderId: order.id, trackingNumber: 'JD-live' });
  await expect(page.locator('[data-status]')).toHaveText('On its way');
  await expect(page.getByText('JD-live')).toBeVisible();
  await admin.send('DeliverOrder', { orderId: order.id });
  await expect(page.locator('[data-status]')).toHaveText('Delivered');
  expect(asked).toEqual([]);
});

test('money that goes back, and the bell, are told without a question', async ({ page, customer }) => {
  const { asked, told } = watch(page);
  const admin = await administrator();
  const product = await newProduct(admin, 5);
  const order = await customer.order(product.id, ['CONFIRMED']);
  await openOrder(page, customer, order.id);
  const bell = page.getByRole('banner').locator('a[href="/notifications"]');
  await expect(bell).toHaveText('2');
  await expect.poll(() => told('orderUpdated')).toBeGreaterThan(0);
  // One for the page, one for the bell.
  await expect.poll(() => told('notificationReceived')).toBeGreaterThan(1);
  asked.length = 0;
  await customer.send('CancelOrder', { orderId: order.id });
  await expect(page.locator('[data-status]')).toHaveText('Cancelled');
  await expect(page.locator('[data-step=refunded]')).toHaveAttribute('data-state', 'done');
  await expect(bell).toHaveText('4');
  expect(asked).toEqual([]);
});

test('the list of notifications grows while somebody reads it', async ({ page, customer }) => {
  const { asked, told } = watch(page);
  const admin = await administrator();
  const product = await newProduct(admin, 5);
  await page.goto('/sign-in?to=/notifications');
  await signIn(page, customer);
  const rows = page.getByRole('main').getByRole('listitem');
  await expect(rows).toHaveCount(1);
  await expect.poll(() => told('notificationReceived')).toBeGreaterThan(0);
  asked.length = 0;
  await customer.order(product.id, ['CONFIRMED']);
  await expect(rows).toHaveCount(2);
  expect(asked).toEqual([]);
});

test('a visitor sees a product sell out, and come back', async ({ page }) => {
  const { asked, told } = watch(page);
  const admin = await administrator();
  const { id, slug } = await newProduct(admin, 3);
  const adjust = (delta: number) => admin.send('AdjustStock', { input: { productId: id, delta, reason: 'a count' } });
  await page.goto(`/p/${slug}`);
  await expect.poll(() => told('stockChanged')).toBeGreaterThan(0);
  asked.length = 0;
  await adjust(-3);
  await expect(page.getByRole('button', { name: 'Sold out' })).toBeDisabled();
  await adjust(1);
  await expect(page.getByRole('button', { name: 'Add to cart' })).toBeEnabled();
  expect(asked).toEqual([]);
});

test('where no stream can be had pages ask, and follow as soon as they can', async ({ page, customer }) => {
  const { asked } = watch(page);
  let isBlocked = true;
  let followed = 0;
  await page.routeWebSocket('**/graphql', (socket) => {
    if (isBlocked) return void socket.close({ code: 1011 });
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (String(message).includes('"stockChanged"')) followed += 1;
      socket.send(message);
    });
  });
  const admin = await administrator();
  const product = await newProduct(admin, 5);
  const order = await customer.order(product.id, ['CONFIRMED']);
  await openOrder(page, customer, order.id);
  await page.getByRole('button', { name: 'Cancel the order' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the order' }).click();
  await expect(page.locator('[data-step=refunded]')).toHaveAttribute('data-state', 'done');
  expect(asked).toContain('WatchOrder');

  const { id, slug } = await newProduct(admin, 3);
  const adjust = (delta: number) => admin.send('AdjustStock', { input: { productId: id, delta, reason: 'a count' } });
  await page.goto(`/p/${slug}`);
  await expect(page.getByRole('button', { name: 'Add to cart' })).toBeEnabled();
  await adjust(-3);
  await expect(page.getByRole('button', { name: 'Sold out' })).toBeDisabled();
  expect(asked).toContain('RefreshStock');
  isBlocked = false;
  await expect.poll(() => followed).toBeGreaterThan(0);
  asked.length = 0;
  await adjust(1);
  await expect(page.getByRole('button', { name: 'Add to cart' })).toBeEnabled();
  expect(asked).toEqual([]);
});
