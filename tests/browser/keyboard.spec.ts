import type { Page } from '@playwright/test';
import { expect, signIn, test } from './visitor.ts';

test('a purchase needs no mouse', async ({ page, customer }) => {
  await page.goto('/sign-in');
  await signIn(page, customer);
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Search' }).focus();
  await page.keyboard.type('Alder table lamp in ash');
  await expect(page.getByRole('option').first()).toContainText('Alder table lamp in ash');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await tabTo(page, 'Add to cart');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(page.getByRole('button', { name: 'Add to cart' })).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, 'To the checkout');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Checkout' })).toBeVisible();
  for (const name of ['Go on', 'Go on']) {
    await tabTo(page, name);
    await page.keyboard.press('Enter');
  }
  await tabTo(page, /^Order and pay/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /^Order G-/ })).toBeFocused();
});

/** Presses Tab until the focus is on it; thirty stops are more than any page has on the way. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const pattern = typeof name === 'string' ? new RegExp(`^${name}$`) : name;
  await expect
    .poll(
      async () => {
        await page.keyboard.press('Tab');
        return page.evaluate<string>("document.activeElement?.textContent?.trim() ?? ''");
      },
      { intervals: [0], timeout: 15_000 },
    )
    .toMatch(pattern);
}
