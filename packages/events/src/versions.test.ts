import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { catalog } from './catalog.ts';
import { priceChanged } from './products.ts';
import { userErased, userUpdated } from './users.ts';

const USER_ID = '01980000-0000-7000-8000-000000000001';
const PRICE = { amountMinor: 500, currency: 'EUR' };
const CHANGE = { productId: USER_ID, price: PRICE, previousPrice: PRICE, changedAt: '2026-01-31T12:00:00.000Z' };
const ACCOUNT = { userId: USER_ID, email: 'ada@example.com', name: 'Ada' };

/** Nothing is newer than an erasure, so it needs no version. */
const facts = catalog.filter(
  ({ topic, type }) => ['products.events', 'users.events'].includes(topic) && type !== userErased.type,
);

describe('a fact of a product or an account', () => {
  it.each(facts)('carries its version, which older messages lack: $type', ({ schema }) => {
    const { properties, required } = z.toJSONSchema(schema, { io: 'input' });
    expect(properties).toHaveProperty('version', expect.objectContaining({ type: 'integer', minimum: 0, default: 0 }));
    expect(required).not.toContain('version');
  });

  it.each([
    [priceChanged, CHANGE],
    [userUpdated, ACCOUNT],
  ] as const)('counts as version 0 without one: %#', (contract, data) => {
    expect(contract.schema.parse(data)).toEqual({ ...data, version: 0 });
    expect(contract.schema.parse({ ...data, version: 7 })).toEqual({ ...data, version: 7 });
    expect(() => contract.schema.parse({ ...data, version: -1 })).toThrow();
  });
});
