import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { signIn as signInSeeded } from '../galleria/client.ts';
import { newCustomer, type Customer } from '../galleria/customer.ts';

export const GRAPH_URL = process.env.GRAPH_URL ?? 'http://localhost:4000/graphql';
export const PASSWORD = 'correct horse battery';

const PERSISTED = new Set(
  (
    JSON.parse(readFileSync(resolve(import.meta.dirname, '../../dist/router/storefront-operations.json'), 'utf8')) as {
      readonly operations: readonly { readonly body: string }[];
    }
  ).operations.map(({ body }) => body),
);

interface Fixtures {
  /** Somebody with an account and an address, who is not signed in yet. */
  readonly customer: Customer;
  /** Fails a test whose page threw, asked something else than it was built with, or tried what its policy refuses. */
  readonly troubles: string[];
}

export const test = base.extend<Fixtures>({
  customer: async ({}, use) => use(await newCustomer(GRAPH_URL)),
  troubles: [
    async ({ page }, use) => {
      const troubles: string[] = [];
      // Operations that the router could not know before: something else than the build makes of the documents.
      page.on('request', (request) => {
        if (request.method() !== 'POST' || new URL(request.url()).pathname !== '/graphql') return;
        const { query } = request.postDataJSON() as { readonly query: string };
        if (!PERSISTED.has(query)) troubles.push(`not among the storefront's persisted operations: ${query}`);
      });
      page.on('pageerror', (error) => troubles.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' && /Content Security Policy|Minified React/.test(message.text()))
          troubles.push(message.text());
      });
      await use(troubles);
      expect(troubles).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

export const administrator = () => signInSeeded(GRAPH_URL, 'admin@galleria.example');

/** Signs in where the page asks for it. */
export async function signIn(page: Page, { email }: { readonly email: string }, password = PASSWORD): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('link', { name: 'Your account' })).toBeVisible();
}

export async function addToCart(page: Page, slug: string): Promise<void> {
  await page.goto(`/p/${slug}`);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await expect(page.getByRole('dialog', { name: 'Your cart' })).toBeVisible();
}

/** From the checkout's first step to its last, with the first address. */
export async function goToReview(page: Page, payment = 'Test card'): Promise<void> {
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('radio', { name: payment, exact: false }).first().check();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByRole('heading', { name: 'Have a last look' })).toBeVisible();
}
