import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { EntityBatch, EntityFetchNode, KeySegment, PlanNode, RootFetchNode } from '../plan.ts';
import { orderContexts } from './order-contexts.ts';

const operationOf = (text: string) => ({ service: 's', kind: 'query', text, name: undefined, variables: [] }) as const;

const ROOT: RootFetchNode = { kind: 'root-fetch', operation: operationOf('{ shops { id } }'), outputRewrites: [] };

/** Asks for fields of shops, of which `takes` is needed around them. */
function aboutShops(fields: string, takes?: string): EntityFetchNode {
  const batch = {
    responseKey: '_entities',
    variable: 'representations',
    paths: [[{ kind: 'key', key: 'shops' }]],
    representation: [],
    inputRewrites: [],
    outputRewrites: [],
  } as const;
  const operation = operationOf(`{ _entities(representations: []) { ... on Shop { ${fields} } } }`);
  const sources = takes === undefined ? [] : [{ levels: 0, path: [{ kind: 'key', key: takes } as const] }];
  const contexts = takes === undefined ? {} : { contexts: [{ variable: 'contextualArgument_1_0', sources }] };
  return { kind: 'entity-fetch', operation, batches: [batch], ...contexts };
}

const sequence = (...nodes: PlanNode[]): PlanNode => ({ kind: 'sequence', nodes });
const parallel = (...nodes: PlanNode[]): PlanNode => ({ kind: 'parallel', nodes });

function codeOf(root: PlanNode): unknown {
  try {
    return orderContexts({ root }).root;
  } catch (thrown) {
    return thrown instanceof GraphQLError ? thrown.extensions['code'] : thrown;
  }
}

describe('a fetch that takes a context', () => {
  const prize = aboutShops('prize { worth }', 'stars');
  const stars = aboutShops('stars');
  const name = aboutShops('name');

  it('comes after the one beside it that brings the context', () => {
    expect(orderContexts({ root: sequence(ROOT, parallel(prize, stars, name)) }).root).toEqual(
      sequence(ROOT, sequence(parallel(stars, name), parallel(prize))),
    );
  });

  it('comes after one that itself waits for another', () => {
    const waiting = aboutShops('stars', 'name');
    expect(orderContexts({ root: sequence(ROOT, parallel(prize, waiting, name)) }).root).toEqual(
      sequence(ROOT, sequence(parallel(name), parallel(waiting), parallel(prize))),
    );
  });

  it('stays where it is when the context is there', () => {
    const root = sequence(ROOT, stars, parallel(prize, name));
    expect(orderContexts({ root }).root).toEqual(root);
  });

  it.each<[string, PlanNode]>([
    ['nobody brings the context', sequence(ROOT, parallel(prize, name))],
    ['it comes later', sequence(ROOT, prize, stars)],
    ['both wait for each other', sequence(ROOT, parallel(prize, aboutShops('stars', 'prize')))],
    ['it is deferred beside', { kind: 'defer', primary: ROOT, deferred: [stars, prize].map(deferredPart) }],
  ])('makes a plan unsupported where %s', (_what, root) => {
    expect(codeOf(root)).toBe('QUERY_PLAN_UNSUPPORTED');
  });

  it('may be deferred, and what brings the context not', () => {
    const root: PlanNode = { kind: 'defer', primary: sequence(ROOT, stars), deferred: [deferredPart(prize)] };
    expect(codeOf(root)).toEqual(root);
  });
});

describe('a context that the planner has forgotten', () => {
  /** Notes of venues, each of which takes a tag of its venue's city. */
  const notesOf = (...types: string[]): EntityFetchNode => ({
    ...aboutShops('note'),
    batches: [{ ...aboutShops('note').batches[0], paths: [keys('venues', 'notes')] } as EntityBatch],
    contexts: [
      {
        variable: 'contextualArgument_1_0',
        sources: types.map((type) => ({ levels: 1, path: [{ kind: 'type', types: [type] }, ...keys('city', 'tag')] })),
      },
    ],
  });
  const asked = (text: string): RootFetchNode => ({ ...ROOT, operation: operationOf(text) });
  const completed = (root: string, ...types: string[]) => {
    const node = codeOf(sequence(asked(root), notesOf(...types)));
    return typeof node === 'object' ? (node as { nodes: RootFetchNode[] }).nodes[0]?.operation.text : node;
  };

  it('is asked for beside what it stands next to, for each type', () => {
    expect(completed('{ venues { city { name } notes { id } } }', 'Shop', 'Mall')).toBe(
      '{venues{city{name tag}notes{id}}}',
    );
    expect(completed('{ venues { city { name } notes { id } ... on Shop { city { tag } } } }', 'Shop', 'Mall')).toBe(
      '{venues{city{name tag}notes{id}...on Shop{city{tag}}}}',
    );
  });

  it('is not asked for where it is there, or of objects that cannot be', () => {
    for (const root of [
      '{ venues { city { tag } notes { id } } }',
      '{ venues { ... on Shop { city { tag } notes { id } } } }',
    ]) {
      expect(completed(root, 'Shop', 'Mall')).toBe(root);
    }
  });

  it.each([
    ['two fetches bring what it stands next to', [asked('{ venues { city { name } } }')]],
    ['nothing is there that it stands next to', []],
  ])('makes a plan unsupported where %s', (_what, more) => {
    const first = asked(`{ venues { ${more.length > 0 ? 'city { name }' : ''} notes { id } } }`);
    expect(codeOf(sequence(first, ...more, notesOf('Shop')))).toBe('QUERY_PLAN_UNSUPPORTED');
  });
});

function keys(...names: string[]): KeySegment[] {
  return names.map((key) => ({ kind: 'key', key }));
}

function deferredPart(node: PlanNode) {
  return { label: 'd0', depends: [], node };
}
