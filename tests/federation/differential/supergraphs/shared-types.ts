import type { Choices } from '../operations/choices.ts';

/** Value types that every subgraph of a random supergraph has. */
export const VALUE_TYPES = ['Spec', 'Money'] as const;

/** What they are made of, in one subgraph as in the other. */
export function sharedTypes(choices: Choices): string {
  return `
scalar AnyJson
scalar Stamp
enum Color { RED GREEN BLUE${choices.chance(20) ? ' HIDDEN @inaccessible' : ''} }

input Range { from: Int! = 1 to: Int = 10 unit: String = "a \\"unit\\"" }
input Filter {
  text: String
  color: Color = GREEN
  colors: [Color!] = [RED, BLUE]
  ranges: [[Range!]] = [[{ from: 2 }]]
  range: Range = { to: null }
  limit: Float = 0.5
  any: AnyJson = { a: [1, { b: "x" }] }
  and: [Filter!]
  ids: [ID]
  must: Boolean! = true
}

type Spec @shareable {
  width: ${choices.pick(['Int', 'Int!', 'Float'])}
  note(upper: Boolean = false, filter: Filter): String
  label: String${choices.chance(30) ? '!' : ''}
  cost: ${choices.pick(['Money', 'Money!', '[Money!]', '[[Money]]'])}
  colors: ${choices.pick(['Color', '[Color!]!', '[[Color!]]'])}
}

type Money @shareable {
  amount: Int${choices.chance(50) ? '!' : ''}
  label: String
  extra: AnyJson
}`;
}

const LEAVES = ['String', 'Int', 'Float', 'Boolean', 'ID', 'Color', 'AnyJson', 'Stamp'] as const;

export function leafType(choices: Choices): string {
  return choices.chance(40) ? 'String' : choices.pick(LEAVES);
}

/** The type with lists and promises around it. */
export function wrapped(choices: Choices, type: string): string {
  const shapes = [
    type,
    type,
    type,
    `${type}!`,
    `[${type}]`,
    `[${type}!]`,
    `[${type}!]!`,
    `[[${type}]]`,
    `[[${type}!]!]`,
  ];
  return choices.pick(shapes);
}

const ARGUMENTS = [
  'first: Int = 2',
  'text: String',
  'filter: Filter',
  'color: Color! = RED',
  'colors: [Color!]',
  'id: ID!',
  'ids: [[ID!]]',
  'ratio: Float! = 1',
  'any: AnyJson',
  'on: Boolean = true',
  'ranges: [Range!] = [{ from: 3 }]',
];

/** Arguments in brackets, or nothing. */
export function someArguments(choices: Choices, percent: number): string {
  if (!choices.chance(percent)) return '';
  const count = 1 + choices.below(3);
  const chosen = new Set(Array.from({ length: count }, () => choices.pick(ARGUMENTS)));
  return `(${[...chosen].join(', ')})`;
}
