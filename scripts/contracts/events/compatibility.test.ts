import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { incompatibleChanges } from './compatibility.ts';
import type { JsonSchema } from './json-schema.ts';

const schema = (type: z.ZodType) => z.toJSONSchema(type, { io: 'input' }) as JsonSchema;
const of = (value: z.ZodType) => z.object({ value });
const base = z.object({
  orderId: z.uuid(),
  lines: z.array(z.object({ quantity: z.int() })),
  note: z.string().optional(),
});
const card = z.object({ by: z.literal('CARD'), last4: z.string() });
const invoice = z.object({ by: z.literal('INVOICE'), dueAt: z.iso.datetime() });
const cash = z.object({ by: z.literal('CASH') });

/** A change, whether code of tomorrow reads messages of today (←), and code of today those of tomorrow (→). */
const CASES: readonly (readonly [change: string, before: z.ZodType, after: z.ZodType, reads: '←→' | '←' | '→' | ''])[] =
  [
    ['nothing', base, base, '←→'],
    ['another description', base, base.describe('An order.'), '←→'],
    ['an optional property more', base, base.extend({ gift: z.boolean().optional() }), '←→'],
    ['a property with a default more', base, base.extend({ gift: z.boolean().default(false) }), '←→'],
    ['a required property more', base, base.extend({ gift: z.boolean() }), '→'],
    ['a required property less', base, base.omit({ lines: true }), '←'],
    ['an optional property less', base, base.omit({ note: true }), '←'],
    ['required, which was optional', base, base.required({ note: true }), '→'],
    ['optional, which was required', base, base.partial({ orderId: true }), '←'],
    ['a default, which was required', of(z.int()), of(z.int().default(0)), '←'],
    ['a default, where there was none', of(z.int().optional()), of(z.int().default(0)), '→'],
    ['another default', of(z.int().default(0)), of(z.int().default(1)), '→'],
    ['another type', of(z.string()), of(z.int()), ''],
    ['a number, which was an integer', of(z.int().min(0).max(9)), of(z.number().min(0).max(9)), '←'],
    ['an integer, which was a number', of(z.number().min(0).max(9)), of(z.int().min(0).max(9)), '→'],
    ['null allowed', of(z.string()), of(z.string().nullable()), '←'],
    ['null forbidden', of(z.string().nullable()), of(z.string()), '→'],
    ['a value more', of(z.enum(['A'])), of(z.enum(['A', 'B'])), '←'],
    ['a value less', of(z.enum(['A', 'B'])), of(z.enum(['A'])), '→'],
    ['values in another order', of(z.enum(['A', 'B'])), of(z.enum(['B', 'A'])), '←→'],
    ['any text, which was one of some', of(z.enum(['A'])), of(z.string()), '←'],
    ['one of some, which was any text', of(z.string()), of(z.enum(['A'])), '→'],
    ['one value, which was one of some', of(z.enum(['A', 'B'])), of(z.literal('A')), '→'],
    ['a higher minimum', of(z.int().min(0)), of(z.int().min(1)), '→'],
    ['a lower minimum', of(z.int().min(1)), of(z.int().min(0)), '←'],
    ['a higher maximum', of(z.int().max(9)), of(z.int().max(10)), '←'],
    ['a lower maximum', of(z.int().max(10)), of(z.int().max(9)), '→'],
    ['a longer text', of(z.string().max(9)), of(z.string().max(10)), '←'],
    ['a list that may be empty', of(z.array(z.int()).min(1)), of(z.array(z.int())), '←'],
    ['a list that may not be empty', of(z.array(z.int())), of(z.array(z.int()).min(1)), '→'],
    ['coarser steps', of(z.number().multipleOf(5)), of(z.number().multipleOf(10)), '→'],
    ['a format', of(z.string()), of(z.email()), '→'],
    ['no format any more', of(z.email()), of(z.string()), '←'],
    ['another format', of(z.email()), of(z.uuid()), ''],
    ['another pattern', of(z.string().regex(/^A/)), of(z.string().regex(/^B/)), ''],
    [
      'a required property more in a list',
      base,
      base.extend({ lines: z.array(z.object({ quantity: z.int(), sku: z.string() })) }),
      '→',
    ],
    ['another thing in a list', of(z.array(z.string())), of(z.array(z.int())), ''],
    ['no other properties any more', z.object({ id: z.string() }), z.strictObject({ id: z.string() }), '→'],
    [
      'a property more where no others are read',
      z.strictObject({}),
      z.strictObject({ id: z.string().optional() }),
      '←',
    ],
    ['a kind more', of(z.union([card, invoice])), of(z.union([card, invoice, cash])), '←'],
    ['a kind less', of(z.union([card, invoice, cash])), of(z.union([card, invoice])), '→'],
    ['kinds in another order', of(z.union([card, invoice])), of(z.union([invoice, card])), '←→'],
    [
      'a wider value in a record',
      of(z.record(z.string(), z.int().max(9))),
      of(z.record(z.string(), z.int().max(10))),
      '←',
    ],
    ['anything, which was text', of(z.string()), of(z.unknown().nonoptional()), '←'],
  ];

describe('a contract with', () => {
  it.each(CASES)('%s', (_change, before, after, reads) => {
    const directions = incompatibleChanges(schema(before), schema(after)).map(({ direction }) => direction);
    expect((directions.includes('backward') ? '' : '←') + (directions.includes('forward') ? '' : '→')).toBe(reads);
  });
});

describe('an incompatible change', () => {
  it('says where it is and what is refused', () => {
    const after = base.extend({ orderId: z.uuid().nullable(), lines: z.array(z.object({ quantity: z.int().min(1) })) });
    expect(incompatibleChanges(schema(base), schema(after))).toEqual([
      {
        direction: 'backward',
        path: '.lines[].quantity',
        reason: 'its minimum 1 is read, and -9007199254740991 is written',
      },
      { direction: 'forward', path: '.orderId', reason: 'may be null, and a string is read' },
    ]);
  });

  it('tells of a default in the words of those who read old messages', () => {
    const [change] = incompatibleChanges(schema(of(z.int().default(0))), schema(of(z.int().default(1))));
    expect(change).toEqual({
      direction: 'backward',
      path: '.value',
      reason: 'where it is absent, 0 was meant, and 1 is now',
    });
  });
});
