import { Kind, parse, visit, type DocumentNode } from 'graphql';
import { places } from '../compare.ts';
import { canonical } from '../world/hash.ts';
import type { World } from '../world/world.ts';
import type { Answer, Operation } from './engine.ts';

/** One operation with the answers of the judge and of the stock gateway, which differ. */
export interface StockCase {
  readonly world: World;
  readonly operation: Operation;
  readonly judge: Answer;
  readonly stock: Answer;
}

interface Facts extends StockCase {
  readonly document: DocumentNode;
  /** Keys of the response that are not the names of their fields. */
  readonly aliases: readonly string[];
}

/** What `@apollo/gateway` is known to do wrongly; `stock-faults.test.ts` shows each. */
const FAULTS = {
  'two fields of a fetch get one name': ({ stock }: Facts) => says(stock, 'got an invalid operation'),
  'an alias begins with two underscores': ({ aliases }: Facts) => aliases.some((alias) => alias.startsWith('__')),
  'an alias is called like a field that a fetch adds': ({ aliases, world }: Facts) =>
    aliases.some((alias) => addedFields(world).has(alias)),
  'keys come in another order': ({ judge, stock }: Facts) =>
    canonical(judge.data) === canonical(stock.data) && places(judge) === places(stock),
  'an object is narrowed by a fragment within one that widens it': ({ document }: Facts) => hasNestedTypes(document),
  'a condition on one field is put on others': ({ document }: Facts) => hasCondition(document),
} as const;

export type StockFault = keyof typeof FAULTS;

export const STOCK_FAULTS = Object.keys(FAULTS) as readonly StockFault[];

/** The known fault that a difference of the stock gateway may come from; null for one that is not known. */
export function knownFault(found: StockCase): StockFault | null {
  const document = parse(found.operation.query, { noLocation: true });
  const facts = { ...found, document, aliases: aliasesOf(document) };
  return STOCK_FAULTS.find((name) => FAULTS[name](facts)) ?? null;
}

function says({ messages }: Answer, part: string): boolean {
  return messages.some((message) => message.includes(part));
}

function aliasesOf(document: DocumentNode): readonly string[] {
  const found: string[] = [];
  visit(document, {
    Field: ({ alias, name }) => {
      if (alias !== undefined && alias.value !== name.value) found.push(alias.value);
    },
  });
  return found;
}

/** The names of all fields that stand in keys, or that a field requires. */
function addedFields({ facts }: World): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { declarations } of facts.subgraphs) {
    for (const { keys, fields } of declarations.values()) {
      const selections = [...keys, ...[...fields.values()].flatMap(({ requires }) => requires ?? [])];
      for (const selection of selections) visit(selection, { Field: ({ name }) => void found.add(name.value) });
    }
  }
  return found;
}

function hasCondition(document: DocumentNode): boolean {
  let found = false;
  visit(document, { [Kind.DIRECTIVE]: { enter: () => void (found = true) } });
  return found;
}

/** Whether a fragment on a type stands directly in another. */
function hasNestedTypes(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    InlineFragment: (node, _key, _parent, _path, ancestors) => {
      const around: unknown = ancestors.at(-2);
      found ||= node.typeCondition !== undefined && isFragment(around);
    },
    FragmentSpread: () => void (found = true),
  });
  return found;
}

function isFragment(node: unknown): boolean {
  return typeof node === 'object' && node !== null && 'kind' in node && node.kind === Kind.INLINE_FRAGMENT;
}
