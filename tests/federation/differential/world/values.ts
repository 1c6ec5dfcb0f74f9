import { isEnumType, type GraphQLLeafType } from 'graphql';
import { oneOf } from './hash.ts';

const TEXTS = [
  'plain',
  '',
  'two words',
  'a "quote"',
  'back\\slash',
  'line\nbreak',
  'tab\there',
  'Größe',
  '日本語',
  '😀 emoji',
  '\u2028 separator',
  '</script>',
  '{"json":true}',
  '0',
  '__typename',
];

const JSON_VALUES: readonly unknown[] = [
  { a: 1, b: [1, 2, { c: null }] },
  { __typename: 'Nobody', id: 'not an entity' },
  { id: 'inner', name: null },
  [],
  {},
  [[], [{ a: 'x' }]],
  'text',
  17,
  0.5,
  false,
];

/** A value of a scalar or an enum. Scalars whose name ends in `Json` may be anything; other custom ones are text. */
export function leafValue(type: GraphQLLeafType, hash: number): unknown {
  if (isEnumType(type)) return oneOf(type.getValues(), hash).name;
  switch (type.name) {
    case 'Int':
      return oneOf([0, 1, -1, 7, 42, 2_147_483_647, -2_147_483_648, hash % 1_000], hash >>> 3);
    case 'Float':
      return oneOf([0, 0.5, -1.25, 1e21, 3, (hash % 1_000) / 8], hash >>> 3);
    case 'Boolean':
      return hash % 2 === 0;
    case 'ID':
      return oneOf([String(hash % 1_000), `id-${hash % 1_000}`, `${hash % 10} "x"`], hash >>> 3);
    default:
      if (type.name.endsWith('Json')) return oneOf(JSON_VALUES, hash);
      // The number keeps values apart, so that one in the wrong place shows.
      return `${oneOf(TEXTS, hash)}${hash % 4 === 0 ? '' : ` ${hash % 1_000}`}`;
  }
}

/** What identifies entity `n` of a family, for one field of its key: by itself, or a part that others share. */
export function keyValue(type: GraphQLLeafType, field: string, family: string, n: number): unknown {
  return type.name === 'Int' ? n * 7 - 3 : `${field}-${family}-${n}`;
}
