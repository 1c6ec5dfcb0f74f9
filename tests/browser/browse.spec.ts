import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { newProduct } from '../galleria/catalogue.ts';
import { administrator, expect, test } from './visitor.ts';

test('a visitor narrows a shelf, and the address says how', async ({ page }) => {
  await page.goto('/c/all');
  const list = page.getByRole('list', { name: 'All objects' });
  await expect(list.getByRole('listitem')).toHaveCount(24);
  await page
    .getByRole('link', { name: /^Lumenhof/ })
    .first()
    .click();
  await expect(page).toHaveURL(/brand=lumenhof/);
  await page.getByLabel('Sort by').selectOption('Price, low to high');
  await expect(page).toHaveURL(/sort=cheap/);
  const prices = list.getByText(/^€/);
  const texts = await prices.allTextContents();
  const amounts = texts.map((text) => Number.parseFloat(text.replace(/[€,]/g, '')));
  expect(amounts.length).toBeGreaterThan(2);
  expect(amounts).toEqual(amounts.toSorted((a, b) => a - b));
});

test('Back from a product shows the list as it was left: as long, and as far down', async ({ page }) => {
  await page.goto('/c/all');
  await page.getByRole('button', { name: 'Show more' }).click();
  const items = page.getByRole('list', { name: 'All objects' }).getByRole('listitem');
  await expect(items).toHaveCount(48);
  const far = items.nth(40).getByRole('link');
  await far.scrollIntoViewIfNeeded();
  const before = await scrolled(page);
  await far.click();
  await expect(page.getByRole('button', { name: 'Add to cart' })).toBeVisible();
  await page.goBack();
  await expect(items).toHaveCount(48);
  await expect.poll(() => scrolled(page)).toBe(before);
});

test('search suggests while one types, and the keyboard chooses', async ({ page }) => {
  await page.goto('/');
  const search = page.getByRole('combobox', { name: 'Search' });
  await search.pressSequentially('walnut');
  const options = page.getByRole('option');
  await expect(options.first()).toBeVisible();
  await search.press('ArrowDown');
  const name = await options.first().locator('span').first().textContent();
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await search.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name ?? '');
});

test('search shows all that fits the words', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('combobox', { name: 'Search' }).fill('walnut');
  await page.getByRole('combobox', { name: 'Search' }).press('Enter');
  await expect(page).toHaveURL(/\/search\?q=walnut/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('walnut');
  await expect(page.getByRole('main').getByRole('article').first()).toBeVisible();
});

test('a product page is one request to the graph', async ({ page }) => {
  const operations: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/graphql')) {
      operations.push((request.postDataJSON() as { operationName: string }).operationName);
    }
  });
  await page.goto('/p/alder-table-lamp-walnut');
  await expect(page.getByText('€149.00').first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  expect(operations).toEqual(['ProductPage']);
});

test('an old address of a product becomes the one of today, and Back goes to the page before it', async ({ page }) => {
  const admin = await administrator();
  const { id, slug } = await newProduct(admin, 1);
  const renamed = `${slug}-renamed`;
  await page.goto('/c/all');
  await page.goto(`/p/${slug}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Trial lamp');
  await admin.sendText(
    'mutation ($input: UpdateProductInput!) { updateProduct(input: $input) { ... on ProductUpdated { product { id } } } }',
    { input: { productId: id, version: 1, slug: renamed } },
  );
  await page.goto('/c/all');
  await page.goto(`/p/${slug}?from=letter`);
  await expect(page).toHaveURL(new RegExp(`/p/${renamed}\\?from=letter$`));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Trial lamp');
  await page.goBack();
  await expect(page).toHaveURL(/\/c\/all$/);
});

test('an old address of a shelf becomes the one of today, and a shelf that never was is not there', async ({
  page,
}) => {
  const admin = await administrator();
  const slug = `shelf-${randomUUID()}`;
  const created = await admin.sendText(
    'mutation ($input: CreateCategoryInput!) { createCategory(input: $input) { ... on CategoryCreated { category { id } } } }',
    { input: { slug, name: 'Trial shelf' } },
  );
  const categoryId = created.data.createCategory.category.id as string;
  await admin.sendText(
    'mutation ($input: RenameCategoryInput!) { renameCategory(input: $input) { ... on CategoryRenamed { category { id } } } }',
    { input: { categoryId, version: 1, slug: `${slug}-renamed` } },
  );
  await page.goto(`/c/${slug}?sort=name`);
  await expect(page).toHaveURL(new RegExp(`/c/${slug}-renamed\\?sort=name$`));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Trial shelf');
  await admin.sendText('mutation ($id: ID!) { removeCategory(categoryId: $id) { __typename } }', { id: categoryId });
  await page.goto(`/c/${slug}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('There is nothing here');
});

test('nothing comes from another server', async ({ page, baseURL }) => {
  const elsewhere: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(baseURL ?? '') && !request.url().startsWith('data:')) elsewhere.push(request.url());
  });
  await page.goto('/');
  await page.waitForLoadState('networkidle');
  expect(elsewhere).toEqual([]);
});

test('an address that leads nowhere says so, and leads on', async ({ page }) => {
  await page.goto('/p/no-such-thing');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing here');
  await page.getByRole('link', { name: 'See everything' }).click();
  await expect(page).toHaveURL(/\/c\/all/);
});

test('an address that leads nowhere loads the shop, also where it is called like something of JavaScript’s', async ({
  page,
}) => {
  for (const address of ['/nowhere', '/constructor', '/toString/x', '/__proto__/x']) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing here');
  }
});

test('the shop speaks German, and keeps to it', async ({ page }) => {
  await page.goto('/p/alder-table-lamp-walnut');
  await page.getByRole('button', { name: 'Deutsch' }).click();
  await expect(page.getByRole('button', { name: 'In den Warenkorb' })).toBeVisible();
  await expect(page.getByText(/149,00\s€/).first()).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.reload();
  await expect(page.getByRole('button', { name: 'In den Warenkorb' })).toBeVisible();
});

test('a browser that prefers German is greeted in German', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'de-DE' });
  const page = await context.newPage();
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Weniger Dinge, die bleiben.');
  await context.close();
});

test("the colours are the system's until somebody chooses, and then stay theirs", async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/status');
  await expect(page.getByRole('button', { name: 'Dark' })).toBeVisible();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Light' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(page.getByRole('button', { name: 'Dark' })).toBeVisible();
});

test('the lens names who served each part', async ({ page }) => {
  await page.goto('/p/alder-table-lamp-walnut?lens');
  await expect(page.locator('[data-lens=products]').first()).toContainText(/products · \d+ ms/);
  await expect(page.locator('[data-lens=inventory]').first()).toContainText(/inventory · \d+ ms/);
});

test('without a network the shop says so, and comes back with it', async ({ page, context }) => {
  await page.goto('/');
  await expect(page.getByRole('article').first()).toBeVisible();
  await page.goto('/c/lighting');
  await expect(page.getByRole('article').first()).toBeVisible();
  await context.setOffline(true);
  await page.getByLabel('Sort by').selectOption('Name, A to Z');
  await expect(page.getByRole('heading', { name: 'You are offline' })).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByRole('article').first()).toBeVisible({ timeout: 5_000 });
});

function scrolled(page: Page): Promise<number> {
  return page.evaluate<number>('Math.round(scrollY)');
}
