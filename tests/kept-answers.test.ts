import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { newProduct } from './galleria/catalogue.ts';
import { signIn } from './galleria/client.ts';

const { urls } = inject('galleria');

/** As a cache between clients and graph sees it: by GET, by the operation's hash. */
async function get(query: string, headers: Record<string, string> = {}) {
  const sha256Hash = createHash('sha256').update(query).digest('hex');
  const extensions = JSON.stringify({ persistedQuery: { version: 1, sha256Hash } });
  const url = `${urls.graph}?${new URLSearchParams({ query, extensions }).toString()}`;
  const response = await fetch(url, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('the catalogue, to a visitor', () => {
  beforeAll(async () => void (await newProduct(await signIn(urls.graph, 'admin@galleria.example'), 10)));

  it.each([
    ['its shelves', '{ categories { name children { name } } brands { name } }', 300],
    ['its products', '{ products(first: 3) { totalCount nodes { name images(first: 1) { url } } } }', 60],
    ['what they cost', '{ products(first: 3) { nodes { name price { amountMinor currency } } } }', 10],
    ['how many there are', '{ products(first: 3) { nodes { name available inStock } } }', 5],
  ])('may be kept by anybody: %s', async (_what, query, seconds) => {
    const { status, headers, text } = await get(query);
    expect([status, headers.get('cache-control'), text]).toEqual([
      200,
      `public, max-age=${seconds}`,
      expect.not.stringContaining('"errors"'),
    ]);
    expect(headers.get('etag')).toMatch(/^".+"$/);
  });

  it('may be kept by nobody beside what is somebody’s own', async () => {
    const { headers } = await get('{ categories { name } me { id } }');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
