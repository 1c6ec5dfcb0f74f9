import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { addToCart, expect, signIn, test } from './visitor.ts';

const SCREENSHOTS = resolve(import.meta.dirname, '../../docs/screenshots');
/** Taken with UPDATE_SCREENSHOTS=1 only, so that a test run changes no committed file. */
const KEPT = process.env.UPDATE_SCREENSHOTS === undefined ? /^$/ : /desktop-light|phone-dark/;
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Nothing is on its way: no part of the page, no colour, no font, no picture in sight. */
const SETTLED = `document.querySelector('[aria-busy=true]') === null && document.fonts.status === 'loaded' &&
  document.getAnimations().length === 0 &&
  [...document.images].every((image) => image.complete || image.getBoundingClientRect().top > innerHeight)`;

/** What the scheme changes is colours: the page is the same otherwise, and looked at once. */
const EVERY_RULE = 'axe.run()';
const RULES_OF_COLOUR = `axe.run({ runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } })`;

/** As a visitor first sees it: axe scrolls, and a picture that is there may not be painted yet. */
const UNVEILED = `scrollTo(0, 0);
  Promise.all([...document.images].filter((image) => image.complete).map((image) => image.decode()))`;

/** The seed's own customer has a past: orders of every kind, and messages. */
const ADA = { email: 'ada@galleria.example', password: 'galleria' };
const VISITOR_PAGES = {
  home: '/',
  category: '/c/lighting',
  search: '/search?q=walnut',
  product: '/p/alder-table-lamp-walnut',
  cart: '/cart',
  'sign-in': '/sign-in',
  register: '/register',
  status: '/status',
  'not-found': '/nowhere',
};
/** Where mails lead, and what is around an account. */
const DOORS = {
  'forgot-password': '/forgot-password',
  'reset-password': '/reset-password?token=of-a-mail',
  'verify-email': '/verify-email',
  'change-email': '/change-email?token=of-a-mail',
  farewell: '/farewell',
};
const DEVICES = { desktop: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };
const SCHEMES = ['light', 'dark'] as const;

for (const [device, viewport] of Object.entries(DEVICES)) {
  test.describe(`on a ${device}, light and dark`, () => {
    test.use({ viewport, reducedMotion: 'reduce' });

    test('every page of a visitor can be read by everybody', async ({ page }) => {
      await addToCart(page, 'osier-chair-oak');
      await check(page, 'cart-drawer', device);
      for (const [name, path] of Object.entries(VISITOR_PAGES)) {
        await page.goto(path);
        await check(page, name, device);
      }
    });

    test('every page around an account can be read by everybody', async ({ page, customer }) => {
      for (const [name, path] of Object.entries(DOORS)) {
        await page.goto(path);
        await check(page, name, device);
      }
      await page.goto('/sign-in?to=/account');
      await signIn(page, customer);
      await expect(page.getByRole('button', { name: 'Send another mail' })).toBeVisible();
      await check(page, 'account-new', device);
      await page.goto('/change-email');
      await check(page, 'change-email-expired', device);
    });

    test('every page of an account can be read by everybody', async ({ page }) => {
      await page.goto('/sign-in?to=/account');
      await signIn(page, ADA, ADA.password);
      await expect(page.getByRole('heading', { name: 'Profile' })).toBeVisible();
      await check(page, 'account', device);
      const pagesOfAccount = page.getByRole('navigation', { name: 'Your account' });
      await pagesOfAccount.getByRole('link', { name: 'Addresses' }).click();
      await page.getByRole('button', { name: 'Add an address' }).click();
      await check(page, 'account-addresses', device);
      await pagesOfAccount.getByRole('link', { name: 'Messages' }).click();
      await expect(page.getByRole('table')).toBeVisible();
      await check(page, 'account-notifications', device);
      await pagesOfAccount.getByRole('link', { name: 'Security' }).click();
      await expect(page.getByRole('heading', { name: 'Where you are signed in' })).toBeVisible();
      await check(page, 'account-security', device);
      await page.getByRole('link', { name: 'Change it' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Another e-mail address');
      await check(page, 'account-email', device);
      await page.goBack();
      await page.getByRole('button', { name: 'Erase my account' }).click();
      await check(page, 'account-erase', device);
    });

    test('every page of a purchase can be read by everybody', async ({ page }) => {
      await page.goto('/sign-in?to=/account');
      await signIn(page, ADA, ADA.password);
      await page.getByRole('listitem').filter({ hasText: 'Confirmed' }).getByRole('link').first().click();
      await expect(page.getByRole('heading', { name: 'Where it is' })).toBeVisible();
      await check(page, 'order', device);
      await page.goto('/notifications');
      await check(page, 'notifications', device);
      await addToCart(page, 'osier-chair-oak');
      await page.goto('/checkout');
      for (const step of ['address', 'payment']) {
        await check(page, `checkout-${step}`, device);
        await page.getByRole('button', { name: 'Go on' }).click();
      }
      await expect(page.getByRole('heading', { name: 'Have a last look' })).toBeVisible();
      await check(page, 'checkout-review', device);
    });
  });
}

/** Looks for barriers with axe in both colour schemes, and keeps a picture of the page in one of them. */
async function check(page: Page, name: string, device: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
  await page.evaluate(AXE);
  for (const colorScheme of SCHEMES) {
    const shown = `${name}-${device}-${colorScheme}`;
    await page.emulateMedia({ colorScheme });
    // Not waitForFunction, which evaluates inside the page, where the policy of the shop refuses it.
    await expect.poll(() => page.evaluate(SETTLED), { intervals: [20] }).toBe(true);
    if (KEPT.test(shown)) {
      await page.evaluate(UNVEILED);
      await page.screenshot({ path: join(SCREENSHOTS, `${shown}.png`) });
    }
    const { violations } = await page.evaluate<AxeResults>(colorScheme === SCHEMES[0] ? EVERY_RULE : RULES_OF_COLOUR);
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${shown}: ${id}: ${html.slice(0, 160)}`),
    );
    expect.soft(found).toEqual([]);
  }
}
