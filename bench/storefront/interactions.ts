import type { Browser, Page } from 'playwright-core';

/** As Interaction to Next Paint is defined: from the input to the next frame, https://web.dev/articles/inp. */
const OBSERVE = `
  globalThis.interactions = [];
  new PerformanceObserver((list) => {
    for (const { interactionId, duration, name } of list.getEntries())
      if (interactionId > 0) globalThis.interactions.push({ name, duration });
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });`;

interface Interaction {
  readonly name: string;
  readonly duration: number;
}

/** The slowest of a visitor's interactions on each page, in milliseconds, with a processor this many times slower. */
export async function slowestInteractions(browser: Browser, origin: string, slowdown: number) {
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 1280, height: 860 } });
  await context.addInitScript(OBSERVE);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  const slowest: Record<string, number> = {};
  for (const [name, visit] of Object.entries(VISITS)) {
    await visit(page);
    const seen = await page.evaluate<Interaction[]>('globalThis.interactions');
    slowest[name] = Math.max(16, ...seen.map(({ duration }) => duration));
  }
  await context.close();
  return slowest;
}

const VISITS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'search suggestions': async (page) => {
    await page.goto('/');
    await page.getByRole('combobox', { name: 'Search' }).click();
    await page.keyboard.type('walnut', { delay: 80 });
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
  },
  'facets and sorting': async (page) => {
    await page.goto('/c/all');
    await page
      .getByRole('link', { name: /^Lumenhof/ })
      .first()
      .click();
    await page.waitForURL(/brand=/);
    await page.getByLabel('Sort by').press('ArrowDown');
    await page.waitForURL(/sort=/);
  },
  'product and cart': async (page) => {
    await page.goto('/p/osier-chair-oak');
    await page.getByRole('button', { name: 'Add to cart' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: 'One more' }).click();
    await drawer.getByRole('button', { name: 'One fewer' }).click();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
  },
  'language and theme': async (page) => {
    await page.goto('/c/all');
    await page.getByRole('button', { name: 'Dark' }).click();
    await page.getByRole('button', { name: 'Deutsch' }).click();
    await page.getByRole('button', { name: 'English' }).click();
  },
};
