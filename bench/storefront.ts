/**
 * Looks at the storefront of a running Galleria (`npm start`) as a browser does and prints, as JSON: what its pages
 * weigh, Lighthouse's medians, the slowest interactions (at full speed and with a processor four times slower), and how
 * soon an order's steps are on the screen. STOREFRONT_URL and GRAPH_URL name another Galleria, RUNS the number of
 * Lighthouse runs, ORDERS of orders.
 */
import { chromium } from 'playwright-core';
import { findBrowser, NO_BROWSER } from '../scripts/test-browser/find-browser.ts';
import { environment } from './load/environment.ts';
import { slowestInteractions } from './storefront/interactions.ts';
import { runLighthouse } from './storefront/lighthouse.ts';
import { orderStepDelays } from './storefront/order-steps.ts';
import { weighPage } from './storefront/page-weight.ts';

const storefront = process.env['STOREFRONT_URL'] ?? 'http://localhost:4090';
const graphUrl = process.env['GRAPH_URL'] ?? 'http://localhost:4000/graphql';
const runs = Number(process.env['RUNS'] ?? 5);
const orders = Number(process.env['ORDERS'] ?? 20);
const PAGES = {
  home: '/',
  category: '/c/lighting',
  product: '/p/alder-table-lamp-walnut',
  cart: '/cart',
  signIn: '/sign-in',
};

const executablePath = findBrowser();
if (executablePath === undefined) throw new Error(NO_BROWSER);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
try {
  const weights = await ofEachPage((url) => weighPage(browser, url));
  const interactions = {
    fullSpeed: await slowestInteractions(browser, storefront, 1),
    fourTimesSlower: await slowestInteractions(browser, storefront, 4),
  };
  const orderSteps = await orderStepDelays(browser, storefront, graphUrl, orders);
  const lighthouse = await ofEachPage((url) => runLighthouse(url, runs, executablePath));
  console.log(JSON.stringify({ ...environment(), weights, interactions, orderSteps, lighthouse }, null, 2));
} finally {
  await browser.close();
}

async function ofEachPage<Measure>(measure: (url: string) => Measure | Promise<Measure>) {
  const measures: Record<string, Measure> = {};
  for (const [name, path] of Object.entries(PAGES)) measures[name] = await measure(new URL(path, storefront).href);
  return measures;
}
