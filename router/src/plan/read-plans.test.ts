import type { QueryPlan as ApolloPlan } from '@apollo/query-planner';
import type { QueryPlan as HivePlan } from '@graphql-hive/router-query-planner';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { readApolloPlan } from './apollo-plan.ts';
import { readHivePlan } from './hive-plan.ts';

const OPERATION = { kind: 'Fetch', serviceName: 'a', operation: '{ a }' } as const;

function refusalOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (thrown) {
    return thrown instanceof GraphQLError ? thrown.extensions['code'] : thrown;
  }
}

describe('a plan of Hive’s planner', () => {
  const read = (node: unknown) => readHivePlan({ kind: 'QueryPlan', node } as HivePlan).root;

  it('takes a required field from its name and sends it under its alias', () => {
    const requires = [{ kind: 'Field', name: '_internal_0', alias: 'price' }];
    expect(read({ ...OPERATION, requires })).toMatchObject({
      batches: [{ representation: [{ kind: 'field', source: '_internal_0', target: 'price' }] }],
    });
  });

  it('descends lists of lists that it writes as one', () => {
    const path = [{ Field: 'shelves' }, '@', { TypeCondition: ['Product'] }];
    expect(read({ kind: 'Flatten', path, node: { ...OPERATION, requires: [] } })).toMatchObject({
      batches: [
        {
          paths: [
            [
              { kind: 'key', key: 'shelves' },
              { kind: 'type', types: ['Product'] },
            ],
          ],
        },
      ],
    });
  });

  it('completes each event of a subscription by what stands beside it', () => {
    const primary = { ...OPERATION, operationKind: 'subscription' };
    const nodes = [
      { kind: 'Subscription', primary },
      { ...OPERATION, requires: [] },
    ];
    expect(read({ kind: 'Sequence', nodes })).toMatchObject({
      kind: 'subscription',
      rest: { kind: 'sequence', nodes: [{ kind: 'entity-fetch' }] },
    });
  });

  it.each<[string, unknown]>([
    ['an unknown node', { kind: 'Teleport' }],
    ['a condition', { kind: 'Condition', condition: 'c' }],
    ['an unknown rewrite', { ...OPERATION, outputRewrites: [{ Scramble: { path: [] } }] }],
    ['a rewrite of no field', { ...OPERATION, outputRewrites: [{ KeyRenamer: { path: [], renameKeyTo: 'a' } }] }],
    ['an unknown part of a path', { kind: 'Flatten', path: [{ Wormhole: 1 }], node: OPERATION }],
    ['a fetch below the root that requires nothing', { kind: 'Flatten', path: [{ Field: 'a' }], node: OPERATION }],
    ['an unknown selection', { ...OPERATION, requires: [{ kind: 'FragmentSpread', value: 'F' }] }],
    [
      'a condition in what is required',
      { ...OPERATION, requires: [{ kind: 'InlineFragment', typeCondition: 'A', selections: [], skipIf: 'c' }] },
    ],
  ])('with %s is refused', (_name, node) => {
    expect(refusalOf(() => read(node))).toBe('QUERY_PLAN_UNSUPPORTED');
  });

  it('that asks nobody is none', () => {
    expect(refusalOf(() => read(undefined))).toBe('QUERY_PLAN_FAILED');
  });
});

describe('a plan of Apollo’s planner', () => {
  const FETCH = { ...OPERATION, operationKind: OperationTypeNode.QUERY };
  const read = (node: unknown) => readApolloPlan({ kind: 'QueryPlan', node } as ApolloPlan).root;

  const DEFER = { kind: 'Defer', primary: { node: { ...FETCH, id: '0' } }, deferred: [] };

  it('tells what is deferred by its label, with the fetches that it waits for', () => {
    const inner = { depends: [{ id: '1' }], label: 'd1', queryPath: ['a', 'b'], subselection: '{ c }' };
    const outer = { depends: [{ id: '0' }], label: 'd0', queryPath: ['a'] };
    const below = { ...DEFER, primary: { node: { ...FETCH, id: '1' } }, deferred: [inner] };
    expect(read({ ...DEFER, deferred: [{ ...outer, node: below }] })).toMatchObject({
      kind: 'defer',
      primary: { kind: 'root-fetch', id: '0' },
      deferred: [
        {
          label: 'd0',
          depends: ['0'],
          node: {
            kind: 'defer',
            primary: { kind: 'root-fetch', id: '1' },
            deferred: [{ label: 'd1', depends: ['1'], node: undefined }],
          },
        },
      ],
    });
  });

  it('takes a required field from its alias', () => {
    const requires = [{ kind: 'Field', name: 'price', alias: 'price__0' }];
    expect(read({ ...FETCH, requires })).toMatchObject({
      batches: [{ representation: [{ kind: 'field', source: 'price__0', target: 'price__0' }] }],
    });
  });

  it.each<[string, unknown]>([
    ['an unknown node', { kind: 'Teleport' }],
    ['a condition', { kind: 'Condition', condition: 'c' }],
    ['an unknown rewrite', { ...FETCH, outputRewrites: [{ kind: 'Scramble', path: ['a'] }] }],
    [
      'a rewrite of no field',
      { ...FETCH, outputRewrites: [{ kind: 'KeyRenamer', path: ['... on A'], renameKeyTo: 'a' }] },
    ],
    ['a fetch below the root that requires nothing', { kind: 'Flatten', path: ['a'], node: FETCH }],
    [
      'arguments from a context',
      { ...FETCH, contextRewrites: [{ kind: 'KeyRenamer', path: ['a'], renameKeyTo: 'b' }] },
    ],
    ['an unknown selection', { ...FETCH, requires: [{ kind: 'FragmentSpread' }] }],
    ['something deferred without a label', { ...DEFER, deferred: [{ depends: [], queryPath: [] }] }],
    ['something deferred that is not at the root', { kind: 'Sequence', nodes: [DEFER] }],
    ['something deferred in what comes first', { ...DEFER, primary: { node: DEFER } }],
  ])('with %s is refused', (_name, node) => {
    expect(refusalOf(() => read(node))).toBe('QUERY_PLAN_UNSUPPORTED');
  });

  it('that asks nobody is none', () => {
    expect(refusalOf(() => read(undefined))).toBe('QUERY_PLAN_FAILED');
  });
});
