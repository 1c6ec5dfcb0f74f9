import { describe, expect, it } from 'vitest';
import { isSortKey, searchWords, sortKey, type ProductSort } from './product-list.ts';

const PRODUCT = {
  id: '019a0000-0000-7000-8000-000000000000',
  slug: 'walnut-lamp',
  name: 'Walnut lamp',
  description: 'It gives light.',
  priceMinor: 12_900,
  currency: 'EUR',
  categoryId: '019a0000-0000-7000-8000-000000000001',
  brandId: '019a0000-0000-7000-8000-000000000002',
  createdAt: new Date('2026-06-01T12:00:00.123Z'),
  archivedAt: null,
  version: 1,
  pictureFolder: 'walnut-lamp',
};
const SORTS: readonly ProductSort[] = ['NEWEST', 'NAME', 'PRICE_ASCENDING', 'PRICE_DESCENDING'];

describe('a sort key', () => {
  it.each(SORTS)('of %s is accepted back as it was given out', (sort) => {
    expect(isSortKey(sort, sortKey(sort, PRODUCT))).toBe(true);
  });

  it.each(SORTS)('of %s is not just anything', (sort) => {
    expect(isSortKey(sort, undefined)).toBe(false);
    expect(isSortKey(sort, sort.startsWith('PRICE') ? '12900' : 12_900)).toBe(false);
  });
});

describe('the words of a search text', () => {
  it('are different, in lower case, and without what is between them', () => {
    expect(searchWords('  Oak\tLAMP oak\nlamp\u00a0desk ')).toEqual(['oak', 'lamp', 'desk']);
  });

  it('are none in a text of nothing', () => {
    expect(searchWords('')).toEqual([]);
    expect(searchWords(' \t\0 ')).toEqual([]);
  });
});
