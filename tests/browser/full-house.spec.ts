import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { transformSync } from 'esbuild';
import { crowd } from './crowd.ts';
import { addToCart, expect, signIn, test } from './visitor.ts';

const PROBE = transformSync(readFileSync(join(import.meta.dirname, 'in-page/layout-faults.ts'), 'utf8'), {
  loader: 'ts',
  format: 'iife',
  globalName: 'layout',
}).code;
const WINDOWS = [
  { width: 1280, height: 800 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
  { width: 320, height: 640 },
];
const SETTLED = `document.querySelector('[aria-busy=true]') === null && document.fonts.status === 'loaded'`;
const SHOP_PAGES = [
  '/',
  '/c/all?brand=lumenhof',
  '/search?q=walnut',
  '/p/alder-table-lamp-walnut',
  '/cart',
  '/nowhere',
];
const DOORS = [
  '/sign-in',
  '/register',
  '/forgot-password',
  '/reset-password',
  '/verify-email',
  '/change-email',
  '/farewell',
  '/status',
];
const ACCOUNT_PAGES = ['/account', '/account/email', '/account/notifications', '/account/security'];

test.use({ reducedMotion: 'reduce' });
// Each looks at half a dozen pages, four times.
test.describe.configure({ timeout: 60_000 });

for (const locale of ['en', 'de']) {
  test.describe(`a shop that is full to the roof, in ${locale}`, () => {
    test('has room for it on every page of a visitor', async ({ page }) => {
      await crowd(page);
      await addToCart(page, 'alder-table-lamp-walnut');
      await speak(page, locale);
      for (const address of SHOP_PAGES) {
        await page.goto(address);
        await check(page, address);
      }
    });

    test('has room for it around every door of an account', async ({ page }) => {
      await crowd(page);
      await speak(page, locale);
      for (const address of DOORS) {
        await page.goto(address);
        await check(page, address);
      }
    });

    test('has room for it on every page of an account', async ({ page, customer }) => {
      await page.goto('/sign-in?to=/account');
      await signIn(page, customer);
      await crowd(page);
      await speak(page, locale);
      for (const address of ACCOUNT_PAGES) {
        await page.goto(address);
        await check(page, address);
      }
      await page.goto('/account/addresses');
      await page.locator('main .card button').first().click();
      await check(page, 'a form in the list of addresses');
      await page.goto('/account/security');
      await page.locator('[aria-labelledby=erasure] > button').click();
      await check(page, 'the question before an account is erased');
    });

    test('has room for it on every page of a purchase', async ({ page, customer }) => {
      const { data } = await customer.sendText('{ product(slug: "osier-chair-oak") { id } }');
      const order = await customer.order(data.product.id as string, ['CONFIRMED']);
      await page.goto('/sign-in?to=/account');
      await signIn(page, customer);
      await addToCart(page, 'osier-chair-oak');
      await crowd(page);
      await speak(page, locale);
      for (const address of [`/orders/${String(order.id)}`, '/account', '/notifications', '/cart']) {
        await page.goto(address);
        await check(page, address);
      }
      await page.locator('.site-header-actions > button').click();
      await check(page, 'the drawer of the cart');
      await page.goto('/checkout');
      for (const step of ['address', 'payment', 'review']) {
        await check(page, `the checkout's ${step}`);
        if (step !== 'review') await page.locator('main button.button').last().click();
      }
    });

    test('leaves room for the search, and shows what is found', async ({ page, customer }) => {
      await page.goto('/sign-in?to=/account');
      await signIn(page, customer);
      await crowd(page);
      await speak(page, locale);
      for (const size of WINDOWS) {
        await page.setViewportSize(size);
        await page.goto('/c/all');
        const search = page.getByRole('combobox').first();
        await expect(search).toBeInViewport({ ratio: 1 });
        await search.click();
        await search.pressSequentially('walnut');
        await expect(search).toBeInViewport({ ratio: 1 });
        expect((await search.boundingBox())?.width).toBeGreaterThan(90);
        await expect(page.getByRole('option').nth(7)).toBeAttached();
        await expect(page.getByRole('listbox')).toBeInViewport({ ratio: 1 });
        await expect.soft(faults(page, `document.querySelector('.suggestions')`)).resolves.toEqual([]);
        await search.press('Enter');
        await expect(page).toHaveURL(/\/search\?q=walnut$/);
      }
    });
  });
}

test('shelves that do not fit are in a menu, which needs no mouse and says where one is', async ({ page }) => {
  await crowd(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('/c/all');
  const shelves = page.getByRole('navigation', { name: 'Shelves' });
  const more = shelves.getByRole('button', { name: 'More' });
  const menu = shelves.locator('[popover]');
  const [shown, folded] = [shelves.locator('.shelf-row a:visible'), menu.getByRole('link')];
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  // With the page, and not a moment later: nothing in the header moves once it is seen.
  expect(await more.isVisible()).toBe(true);
  await expect(menu).toBeHidden();
  // Beyond what fits nothing takes the focus: the stop after the last one that is seen is the button.
  await shown.last().focus();
  await page.keyboard.press('Tab');
  await expect(more).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(menu).toBeVisible();
  expect((await shown.count()) + (await folded.count())).toBe(14);
  await expect.soft(faults(page, `document.querySelector('[popover]')`)).resolves.toEqual([]);
  await page.keyboard.press('Tab');
  await expect(folded.first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(more).toBeFocused();
  await page.keyboard.press('Enter');
  await folded.last().focus();
  await page.keyboard.press('Tab');
  await expect(menu).toBeHidden();
  await more.press('Enter');
  const address = await folded.last().getAttribute('href');
  await folded.last().press('Enter');
  await expect(page).toHaveURL(new RegExp(`${address ?? ''}$`));
  await expect(menu).toBeHidden();
  await more.press('Enter');
  await expect(folded.last()).toHaveAttribute('aria-current', 'page');
  await expect(more).toHaveCSS('text-decoration-line', 'underline');
});

test('the menu of shelves comes and goes with the room for them', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto('/c/all');
  const more = page.getByRole('button', { name: 'More', exact: true });
  await expect(page.locator('.shelf-row a:visible')).toHaveCount(8);
  await expect(more).toHaveCount(0);
  await page.setViewportSize({ width: 1024, height: 800 });
  await expect(more).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(more).toHaveCount(0);
  await page.locator('.shelf-row a').last().focus();
  await expect(page.locator('.shelf-row a').last()).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(more).toHaveCount(0);
});

async function speak(page: Page, locale: string): Promise<void> {
  await page.addInitScript(`localStorage.setItem('locale', '${locale}')`);
}

/** At each width, with what is folded open. */
async function check(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
  for (const size of WINDOWS) {
    await page.setViewportSize(size);
    await expect.poll(() => page.evaluate(SETTLED), { intervals: [20] }).toBe(true);
    for (const summary of await page.locator('main details:not([open]) > summary').all()) await summary.click();
    expect.soft(await faults(page), `${name} at ${size.width}`).toEqual([]);
  }
}

function faults(page: Page, root = ''): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`${PROBE}; layout.layoutFaults(${root})`);
}
