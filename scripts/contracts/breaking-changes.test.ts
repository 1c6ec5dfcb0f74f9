import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { breakingChanges, type JsonSchema } from './breaking-changes.ts';

const schema = (type: z.ZodType) => z.toJSONSchema(type, { io: 'input' }) as JsonSchema;
const before = z.object({ orderId: z.uuid(), lines: z.array(z.object({ quantity: z.int() })) });

describe('breakingChanges', () => {
  it('lets an optional property be added', () => {
    expect(breakingChanges(schema(before), schema(before.extend({ note: z.string().optional() })))).toEqual([]);
  });

  it.each([
    ['a removed property', before.omit({ lines: true }), '.lines: removed'],
    [
      'a new required property',
      before.extend({ note: z.string() }),
      '.note: required now, but messages without it exist',
    ],
    [
      'a property that became optional',
      before.partial({ orderId: true }),
      '.orderId: optional now, but consumers count on it',
    ],
    ['another type', before.extend({ orderId: z.int() }), '.orderId: its type was "string" and is "integer"'],
    ['a change inside a list', before.extend({ lines: z.array(z.object({})) }), '.lines[].quantity: removed'],
    ['a narrower format', before.extend({ orderId: z.email() }), '.orderId: its format changed'],
  ])('reports %s', (_title, after, expected) => {
    expect(breakingChanges(schema(before), schema(after))).toContain(expected);
  });
});
