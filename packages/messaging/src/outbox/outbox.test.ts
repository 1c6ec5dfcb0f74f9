import type { Queryable } from '@galleria/kit/database/database';
import { runInContext } from '@galleria/kit/execution-context';
import { isId } from '@galleria/kit/identifiers';
import type { SqlStatement } from '@galleria/kit/database/sql';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createOutbox } from './outbox.ts';

const sold = {
  type: 'shop.sold.v1',
  topic: 'shop.events',
  keyOf: (data: { shop: string; amount: number }) => data.shop,
  schema: z.object({ shop: z.string(), amount: z.number() }),
};

function createFakeTransaction() {
  const statements: SqlStatement[] = [];
  const transaction: Queryable = {
    query: () => Promise.reject(new Error('an outbox waits for no answer')),
    execute: async (statement) => void statements.push(statement),
  };
  return { transaction, statements };
}

describe('an outbox', () => {
  it('writes the validated data with the ids of the work that caused them', async () => {
    const { transaction, statements } = createFakeTransaction();
    const outbox = createOutbox(transaction, { source: 'shop' });
    const context = { correlationId: 'c-1', causationId: 'm-1', traceparent: '00-1-2-01' };
    await runInContext(context, () => outbox.add(sold, { shop: 's-1', amount: 2 }));
    const [id, ...others] = statements[0]?.values ?? [];
    expect(isId(String(id))).toBe(true);
    expect(others).toEqual([
      'shop.sold.v1',
      'shop',
      'shop.events',
      's-1',
      '{"shop":"s-1","amount":2}',
      expect.any(Date),
      'c-1',
      'm-1',
      '00-1-2-01',
      null,
    ]);
  });

  it('starts a correlation with the message itself where nothing else did', async () => {
    const { transaction, statements } = createFakeTransaction();
    await createOutbox(transaction, { source: 'shop' }).add(sold, { shop: 's-1', amount: 1 });
    const values = statements[0]?.values ?? [];
    expect(values[7]).toBe(values[0]);
    expect(values.slice(8)).toEqual([null, null, null]);
  });

  it('refuses data that do not fit the contract and writes nothing', async () => {
    const { transaction, statements } = createFakeTransaction();
    const outbox = createOutbox(transaction, { source: 'shop' });
    await expect(outbox.add(sold, { shop: 's-1', amount: 'much' as unknown as number })).rejects.toBeInstanceOf(
      z.ZodError,
    );
    expect(statements).toEqual([]);
  });
});
