import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { operationLimitsRule, type OperationLimits } from './operation-limits.ts';

const SCHEMA = buildSchema('type Query { node: Node } type Node { id: ID next: Node }');
const GENEROUS: OperationLimits = { depth: 100, aliases: 100, rootFields: 100, selections: 100 };

describe('the limits of an operation', () => {
  it.each([
    ['depth', { depth: 3 }, '{ node { next { id } } }', '{ node { next { next { id } } } }'],
    [
      'depth within fragments',
      { depth: 3 },
      '{ node { ...F } } fragment F on Node { next { id } }',
      '{ node { ...F } } fragment F on Node { next { next { id } } }',
    ],
    ['aliases', { aliases: 1 }, '{ a: node { id } }', '{ a: node { b: id } }'],
    [
      'root fields',
      { rootFields: 2 },
      '{ node { id } ... { __typename } }',
      '{ a: node { id } ...F } fragment F on Query { node { id } __typename }',
    ],
    [
      'fields in all',
      { selections: 3 },
      '{ node { id next { id } } }'.replace('id next', 'next'),
      '{ node { ...F ...F } } fragment F on Node { id __typename }',
    ],
    [
      'parts that are deferred',
      { selections: 4 },
      '{ node { ... @defer { id } ... @defer { id } } }'.replace('... @defer { id } }', 'id }'),
      '{ node { ...F @defer ...F @defer } } fragment F on Node { id }',
    ],
  ] as const)('%s are kept', (_name, limits, within, beyond) => {
    expect(codes(within, limits)).toEqual([]);
    expect(codes(beyond, limits)).toEqual(['OPERATION_TOO_LARGE']);
  });

  it('hold for each operation of a document on its own', () => {
    expect(codes('query A { node { id } } query B { node { id } }', { selections: 2 })).toEqual([]);
  });

  it('do not count the depth of introspection, which graphql-js limits', () => {
    expect(codes('{ __schema { types { fields { type { ofType { name } } } } } }', { depth: 1 })).toEqual([]);
  });

  it('survive fragments that spread each other in a cycle', () => {
    expect(codes('{ node { ...A } } fragment A on Node { ...B } fragment B on Node { ...A id }', {})).toEqual([]);
  });

  it('measure fragments once, however many fields they stand for', () => {
    const levels = Array.from(
      { length: 60 },
      (_, level) => `fragment F${level} on Node { ...F${level + 1} id ...F${level + 1} }`,
    );
    const document = `{ node { ...F0 } } ${levels.join(' ')} fragment F60 on Node { id }`;
    expect(codes(document, { selections: 1_000 })).toEqual(['OPERATION_TOO_LARGE']);
  });
});

function codes(document: string, limits: Partial<OperationLimits>): unknown[] {
  return validate(SCHEMA, parse(document), [operationLimitsRule({ ...GENEROUS, ...limits })]).map(
    ({ originalError }) => (originalError as { code?: string } | undefined)?.code,
  );
}
