import { describe, expect, it } from 'vitest';
import { brands } from './brands.ts';
import { categories } from './categories.ts';
import { customers } from './orders.ts';
import { PALETTES } from './palettes.ts';
import { products } from './products.ts';

const occurrences = (values: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

describe('the products of the seed', () => {
  it('are many, of many shapes, and each is one of a kind', () => {
    expect(products.length).toBeGreaterThanOrEqual(60);
    expect(new Set(products.map(({ shape }) => shape)).size).toBeGreaterThanOrEqual(18);
    for (const unique of ['slug', 'name', 'description'] as const) {
      expect(new Set(products.map((product) => product[unique])).size).toBe(products.length);
    }
    expect(new Set(products.map(({ shape, material, palette }) => `${shape} ${material} ${palette}`)).size).toBe(
      products.length,
    );
  });

  it('stand on every shelf that has none inside it, and on no other', () => {
    const shelves = categories.flatMap(({ children }) => children.map(({ slug }) => slug));
    expect(categories).toHaveLength(8);
    expect(new Set(products.map(({ category }) => category))).toEqual(new Set(shelves));
  });

  it('are made by every brand, and by no other', () => {
    expect(new Set(products.map(({ brand }) => brand))).toEqual(new Set(brands.map(({ slug }) => slug)));
  });

  it.each(products)('$slug reads well', ({ slug, description, priceMinor, palette }) => {
    expect(slug).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(description.split(/[.!?](?:\s|$)/).filter(Boolean).length).toBeGreaterThanOrEqual(2);
    expect(priceMinor % 100).toBe(0);
    expect(PALETTES[palette]).toHaveLength(3);
  });

  it('are plenty, but for one that is sold out and a few that are scarce', () => {
    const levels = occurrences(
      products.map(({ stock }) => (stock === 0 ? 'none' : stock <= 3 ? 'scarce' : stock < 40 ? 'few' : 'plenty')),
    );
    expect(levels.get('none')).toBe(1);
    expect(levels.get('scarce')).toBeGreaterThanOrEqual(3);
    expect(levels.get('few')).toBeUndefined();
  });
});

describe('the past orders of the seed', () => {
  it('are of products that are plenty', () => {
    const plenty = new Set(products.filter(({ stock }) => stock >= 40).map(({ slug }) => slug));
    const ordered = customers.flatMap(({ orders }) => orders.flatMap(({ lines }) => lines.map(([slug]) => slug)));
    expect(ordered.filter((slug) => !plenty.has(slug))).toEqual([]);
  });

  it('have come to every end there is', () => {
    const ends = customers.flatMap(({ orders }) => orders.map(({ end }) => end));
    expect(new Set(ends)).toEqual(new Set(['CONFIRMED', 'SHIPPED', 'DELIVERED', 'CANCELLED', 'PAYMENT_FAILED']));
  });
});
