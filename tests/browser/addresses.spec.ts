import { expect, test } from './visitor.ts';

const NOTHING = 'There is nothing here';
const NO_INDEX = 'meta[name=robots][content=noindex]';

test('the server knows which addresses have a page as the page itself does, however they are written', async ({
  page,
  baseURL,
}) => {
  const elsewhere = ['/nowhere', '/nowhere/', '/a/b/c/d/e?q=1', '/c', '/p/a/b', '/account/nowhere', '/%zz', '//cart'];
  const pages = ['/cart', '/Cart/', '/%63art?lens=off', '/c/lighting/', '/C/lighting', '/search', '/status#top'];
  for (const address of [...elsewhere, ...pages]) {
    const response = await page.goto(`${new URL(baseURL ?? '').origin}${address}`);
    const heading = page.getByRole('heading', { level: 1 });
    const status = elsewhere.includes(address) ? 404 : 200;
    expect.soft([address, response?.status()]).toEqual([address, status]);
    if (status === 404) await expect.soft(heading, address).toHaveText(NOTHING);
    else await expect.soft(heading, address).not.toHaveText(NOTHING);
  }
});

test('what only the graph knows is a page for the server, and kept from search engines by the page', async ({
  page,
}) => {
  for (const address of ['/p/no-such-thing', '/c/no-such-shelf']) {
    const response = await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(NOTHING);
    expect(response?.status()).toBe(200);
    await expect(page.locator(NO_INDEX)).toHaveCount(1);
  }
  await page.getByRole('link', { name: 'See everything' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('All objects');
  await expect(page.locator(NO_INDEX)).toHaveCount(0);
});

test('index.html is the home page, and a file that is not there is no page', async ({ page, request }) => {
  await page.goto('/index.html?lens=off');
  await expect(page).toHaveURL(/:\d+\/\?lens=off$/);
  for (const address of ['/assets/app-0000.js', '/nowhere.png']) {
    const response = await request.get(address);
    expect([address, response.status(), await response.text()]).toEqual([address, 404, 'There is nothing here.']);
  }
});
