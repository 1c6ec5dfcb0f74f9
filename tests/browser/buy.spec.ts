import { newProduct } from '../galleria/catalogue.ts';
import { newCustomer } from '../galleria/customer.ts';
import { addToCart, administrator, expect, goToReview, GRAPH_URL, signIn, test } from './visitor.ts';

const LAMP = 'alder-table-lamp-walnut';

test('a guest fills a cart, signs in, orders, and watches the order come about', async ({ page, customer }) => {
  await addToCart(page, LAMP);
  const drawer = page.getByRole('dialog');
  await drawer.getByRole('button', { name: 'One more' }).click();
  await expect(drawer.getByText('€298.00')).toBeVisible();
  await drawer.getByRole('link', { name: 'To the checkout' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, customer);
  await goToReview(page);
  await page.getByRole('button', { name: 'Order and pay €298.00' }).click();
  await expect(page.getByRole('heading', { level: 1, name: /^Order G-/ })).toBeFocused();
  await expect(page.locator('[data-status]')).toHaveText('Confirmed');
  await expect(page.locator('[data-step=mailed]')).toHaveAttribute('data-state', 'done');
  await expect(page.getByText('Invoice', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Cart, 0 objects' })).toBeVisible();
});

test('a confirmed order can be cancelled, and the money goes back', async ({ page, customer }) => {
  const { data } = await customer.sendText('{ product(slug: "alder-table-lamp-ash") { id } }');
  const order = await customer.order(data.product.id as string, ['CONFIRMED']);
  await page.goto(`/orders/${String(order.id)}`);
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, customer);
  await page.getByRole('button', { name: 'Cancel the order' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the order' }).click();
  await expect(page.locator('[data-status]')).toHaveText('Cancelled');
  await expect(page.locator('[data-step=refunded]')).toHaveAttribute('data-state', 'done');
});

test('a declined card is told apart from an empty one, and sets the pieces free', async ({ page, customer }) => {
  await addToCart(page, LAMP);
  await page.goto('/checkout');
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, customer);
  await goToReview(page, 'Declined test card');
  await page.getByRole('button', { name: /^Order and pay/ }).click();
  await expect(page.locator('[data-status]')).toHaveText('Not paid');
  await expect(page.getByRole('alert')).toContainText('The bank refused the payment.');
  await expect(page.locator('[data-step=released]')).toHaveAttribute('data-state', 'done');
});

test('a double click, a reload and Back make one order', async ({ page, customer }) => {
  await addToCart(page, LAMP);
  await page.goto('/checkout');
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, customer);
  await goToReview(page);
  await page.reload();
  await page.getByRole('button', { name: /^Order and pay €149/ }).dblclick();
  await expect(page.getByRole('heading', { level: 1, name: /^Order G-/ })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Checkout' })).toBeVisible();
  const { data } = await customer.send('Orders', { first: 10 });
  expect(data.orders.totalCount).toBe(1);
});

test('of two browsers that want the last piece one gets it, and the other is told', async ({ browser, customer }) => {
  const admin = await administrator();
  const { slug } = await newProduct(admin, 1);
  const pages = await Promise.all(
    [0, 1].map(async () => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await addToCart(page, slug);
      await page.goto('/checkout');
      await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
      return page;
    }),
  );
  const other = await newCustomer(GRAPH_URL);
  await Promise.all(
    pages.map(async (page, index) => {
      await signIn(page, index === 0 ? customer : other);
      await goToReview(page);
    }),
  );
  await Promise.all(pages.map((page) => page.getByRole('button', { name: /^Order and pay/ }).click()));
  const statuses = async () =>
    (await Promise.all(pages.map((page) => page.locator('[data-status]').textContent()))).toSorted();
  await expect.poll(statuses).toEqual(['Confirmed', 'Sold out']);
  await Promise.all(pages.map((page) => page.context().close()));
});

test('a price that changed is shown with the old one, and asked for', async ({ page, customer }) => {
  const admin = await administrator();
  const product = await newProduct(admin, 5);
  await customer.fillCart(product.id);
  await admin.send('SetPrice', { input: { productId: product.id, price: { amountMinor: 14_900, currency: 'EUR' } } });
  await expect
    .poll(async () => (await customer.send('Cart')).data.cart.total.amountMinor as number, { timeout: 15_000 })
    .toBe(14_900);
  await page.goto('/sign-in?to=/cart');
  await signIn(page, customer);
  const line = page.locator(`[data-product="${product.id}"]`);
  await expect(line).toContainText('€129.00');
  await expect(line).toContainText('€149.00');
  await page.getByRole('button', { name: 'Fine, go on with the new prices' }).click();
  await expect(line).not.toContainText('€129.00');
});

test('two tabs that need a new token at the same moment both stay signed in', async ({ page, customer }) => {
  await page.goto('/sign-in');
  await signIn(page, customer);
  const second = await page.context().newPage();
  // Opened anew, neither has a token; the refresh token works once, and used twice it would end the session.
  await Promise.all([page.goto('/account'), second.goto('/account')]);
  for (const tab of [page, second]) await expect(tab.getByLabel('E-mail')).toHaveValue(customer.email);
  await page.reload();
  await expect(page.getByLabel('E-mail')).toHaveValue(customer.email);
});
