import type { Browser, Page } from 'playwright-core';
import { newCustomer, type Customer } from '../../tests/galleria/customer.ts';
import { percentile } from '../load/statistics.ts';

/** Notes when a step of an order is first seen as done, by the clock that the services use too. */
const OBSERVE = `
  globalThis.seen = {};
  new MutationObserver(() => {
    for (const { dataset } of document.querySelectorAll('[data-step][data-state=done]')) globalThis.seen[dataset.step] ??= Date.now();
  }).observe(document, { subtree: true, childList: true, attributes: true });`;

const STATUS_OF = { placed: 'AWAITING_STOCK', reserved: 'AWAITING_PAYMENT', paid: 'CONFIRMED' } as const;

/** Milliseconds from the commit of an order's step to its being on the screen of the customer who placed it. */
export async function orderStepDelays(browser: Browser, origin: string, graphUrl: string, orders: number) {
  const customer = await newCustomer(graphUrl);
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 1280, height: 860 } });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(customer.email);
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: 'Your account' }).waitFor();
  const delays: Record<keyof typeof STATUS_OF, number[]> = { placed: [], reserved: [], paid: [] };
  for (let index = 0; index < orders; index += 1) {
    const { seen, committed } = await buyOne(page, customer);
    for (const step of ['placed', 'reserved', 'paid'] as const) {
      delays[step].push((seen[step] ?? Number.NaN) - (committed.get(STATUS_OF[step]) ?? Number.NaN));
    }
  }
  await context.close();
  const summary = (samples: readonly number[]) => ({
    p50Ms: percentile(samples, 0.5),
    p95Ms: percentile(samples, 0.95),
  });
  return { orders, ...Object.fromEntries(Object.entries(delays).map(([step, samples]) => [step, summary(samples)])) };
}

async function buyOne(page: Page, customer: Customer) {
  await page.goto('/p/folio-notebook-grey-linen');
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('dialog').getByRole('link', { name: 'To the checkout' }).click();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('radio', { name: 'Test card' }).first().check();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.evaluate(OBSERVE);
  await page.getByRole('button', { name: /^Order and pay/ }).click();
  await page.locator('[data-step=paid][data-state=done]').waitFor();
  const seen = await page.evaluate<Record<string, number>>('globalThis.seen');
  const id = new URL(page.url()).pathname.split('/').at(-1);
  const { data } = await customer.sendText('query ($id: ID!) { order(id: $id) { timeline { status at } } }', { id });
  const timeline = data.order.timeline as { status: string; at: string }[];
  return { seen, committed: new Map(timeline.map(({ status, at }) => [status, Date.parse(at)])) };
}
