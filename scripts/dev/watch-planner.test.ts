import { describe, expect, it } from 'vitest';
import { isWatched, planReload, type Sources } from './watch-planner.ts';

const MAIN = 'subgraphs/orders/src/main.ts';
const KIT = 'packages/kit/src/errors.ts';

describe('a change', () => {
  it('of a service rebuilds this service only', () => {
    expect(planReload([MAIN], sources())).toEqual({ rebuild: ['orders'], schemas: [], notices: [] });
  });

  it('of a shared package rebuilds those that use the file', () => {
    expect(planReload([KIT], sources()).rebuild).toEqual(['orders', 'router']);
  });

  it('of a file that nobody imports rebuilds nothing', () => {
    expect(planReload(['subgraphs/orders/src/service/new.ts'], sources()).rebuild).toEqual([]);
  });

  it('of any source rebuilds what could not be built: it may be the missing file', () => {
    const broken = sources({ broken: new Set(['users']) });
    expect(planReload(['subgraphs/users/src/service/new.ts'], broken).rebuild).toEqual(['users']);
    expect(planReload(['prisma/users/schema.prisma'], broken).rebuild).toEqual([]);
  });

  it('of a schema composes, and rebuilds its service', () => {
    expect(planReload(['subgraphs/orders/schema.graphql'], sources())).toEqual({
      rebuild: ['orders'],
      schemas: ['orders'],
      notices: [],
    });
  });

  it.each([
    ['prisma/orders/schema.prisma', /npm run migrate -- create orders/],
    ['prisma/orders/migrations/20260101000000_start/migration.sql', /starts again/],
    ['supergraph.yaml', /start npm run dev again/],
    ['package-lock.json', /start npm run dev again/],
  ])('of %s only says what to do', (file, notice) => {
    const plan = planReload([file, file], sources());
    expect(plan).toMatchObject({ rebuild: [], schemas: [] });
    expect(plan.notices).toEqual([expect.stringMatching(notice)]);
  });
});

describe('what is watched', () => {
  it.each([
    [MAIN, true],
    [KIT, true],
    ['router/src/app.ts', true],
    ['subgraphs/orders/schema.graphql', true],
    ['subgraphs/orders/src/clients/users.graphql', true],
    ['supergraph.yaml', true],
    ['subgraphs/orders/src/domain/order.test.ts', false],
    ['subgraphs/orders/test/orders.test.ts', false],
    ['router/supergraph.graphql', false],
    ['packages/kit/node_modules/uuid/src/index.ts', false],
    ['README.md', false],
  ])('%s: %s', (file, expected) => {
    expect(isWatched(file)).toBe(expected);
  });
});

function sources(given: Partial<Sources> = {}): Sources {
  return {
    subgraphs: ['users', 'orders'],
    inputs: new Map([
      ['users', new Set(['subgraphs/users/src/main.ts'])],
      ['orders', new Set([MAIN, KIT])],
      ['router', new Set(['router/src/main.ts', KIT])],
    ]),
    broken: new Set(),
    ...given,
  };
}
