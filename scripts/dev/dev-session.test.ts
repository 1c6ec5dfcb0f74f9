import { beforeEach, describe, expect, it } from 'vitest';
import type { BuildOutcome } from './dev-builds.ts';
import type { SchemaOutcome } from './dev-schemas.ts';
import { createDevSession, type DevEvent, type DevSession } from './dev-session.ts';

const ORDERS = 'subgraphs/orders/src/main.ts';
const ORDERS_SCHEMA = 'subgraphs/orders/schema.graphql';

let done: string[];
let events: DevEvent[];
let builds: Record<string, BuildOutcome>;
let broken: Set<string>;
let typeErrors: Map<string, string>;
let schemas: SchemaOutcome;
let isWarm: boolean;
let session: DevSession;

beforeEach(() => {
  done = [];
  events = [];
  isWarm = true;
  broken = new Set();
  typeErrors = new Map();
  builds = { orders: built('orders'), users: built('users') };
  schemas = { kind: 'composed', write: () => done.push('write supergraph') > 0 };
  session = createDevSession({
    root: '/shop',
    subgraphs: ['users', 'orders'],
    builds: {
      inputs: new Map([
        ['users', new Set(['subgraphs/users/src/main.ts'])],
        ['orders', new Set([ORDERS])],
      ]),
      broken,
      rebuild: async (process) => builds[process] ?? { kind: 'unchanged' },
      stop: async () => undefined,
    },
    types: {
      get isWarm() {
        return isWarm;
      },
      after: async () => typeErrors,
      stop: () => undefined,
    },
    takeInSchemas: async () => schemas,
    replace: (processes) => void done.push(`replace ${processes.join(' ')}`),
    report: (event) => void events.push(event),
  });
});

describe('a development session', () => {
  it('starts the changed service anew, and no other', async () => {
    await session.take([ORDERS]);
    expect(done).toEqual(['write orders', 'replace orders']);
    expect(events).toMatchObject([{ type: 'replaced', process: 'orders' }]);
  });

  it('leaves a service alone whose bundle is the same', async () => {
    builds['orders'] = { kind: 'unchanged' };
    await session.take([ORDERS]);
    expect(done).toEqual([]);
  });

  it('keeps the old process when the new bundle cannot be made, and says why', async () => {
    builds['orders'] = { kind: 'failed', text: 'main.ts:3:1: unexpected end' };
    await session.take([ORDERS]);
    expect(done).toEqual([]);
    expect(events).toMatchObject([{ type: 'refused', text: 'main.ts:3:1: unexpected end' }]);
  });

  it('keeps the old process while there are type errors in what it is made of', async () => {
    typeErrors.set(`/shop/${ORDERS}`, 'TS2322');
    await session.take([ORDERS]);
    expect(done).toEqual([]);
    expect(events).toMatchObject([{ type: 'refused', text: 'TS2322' }]);
    typeErrors.clear();
    builds['orders'] = built('orders');
    await session.take([ORDERS]);
    expect(done).toEqual(['write orders', 'replace orders']);
  });

  it('lets a service in whose type errors were in another file that has been mended since', async () => {
    typeErrors.set(`/shop/${ORDERS}`, 'TS2322');
    await session.take([ORDERS]);
    typeErrors.clear();
    await session.take(['packages/kit/src/errors.ts']);
    expect(done).toEqual(['write orders', 'replace orders']);
  });

  it('does not wait for types that are still being read', async () => {
    isWarm = false;
    typeErrors.set(`/shop/${ORDERS}`, 'TS2322');
    await session.take([ORDERS]);
    expect(done).toEqual(['write orders', 'replace orders']);
  });

  it('is not bothered by type errors of another service', async () => {
    typeErrors.set('/shop/subgraphs/users/src/main.ts', 'TS2322');
    await session.take([ORDERS]);
    expect(done).toEqual(['write orders', 'replace orders']);
  });

  it('writes a new supergraph once the services that it needs are started', async () => {
    await session.take([ORDERS_SCHEMA]);
    expect(done).toEqual(['write orders', 'replace orders', 'write supergraph']);
  });

  it('keeps the old supergraph and the old service when the schemas do not compose', async () => {
    schemas = { kind: 'failed', text: 'subgraphs/orders/schema.graphql:3:1' };
    await session.take([ORDERS_SCHEMA]);
    expect(done).toEqual([]);
    expect(events).toMatchObject([{ type: 'refused', text: 'subgraphs/orders/schema.graphql:3:1' }]);
  });

  it('keeps the old supergraph until the service whose schema has changed can run', async () => {
    typeErrors.set(`/shop/${ORDERS}`, 'no resolver for Order.gift');
    await session.take([ORDERS_SCHEMA]);
    await session.take(['subgraphs/users/src/main.ts']);
    expect(done).toEqual(['write users', 'replace users']);
    typeErrors.clear();
    await session.take([ORDERS]);
    expect(done.slice(2)).toEqual(['write orders', 'replace orders', 'write supergraph']);
  });

  it('keeps the old supergraph until the service whose schema has changed can be bundled', async () => {
    builds['orders'] = { kind: 'failed', text: 'main.ts:3:1: unexpected end' };
    broken.add('orders');
    await session.take([ORDERS_SCHEMA]);
    expect(done).toEqual([]);
    builds['orders'] = built('orders');
    broken.delete('orders');
    await session.take([ORDERS]);
    expect(done).toEqual(['write orders', 'replace orders', 'write supergraph']);
  });

  it('takes together what changes while it works', async () => {
    const first = session.take([ORDERS]);
    const second = session.take(['subgraphs/users/src/main.ts']);
    await Promise.all([first, second]);
    expect(done).toEqual(['write users', 'write orders', 'replace users orders']);
  });
});

function built(process: string): BuildOutcome {
  return { kind: 'built', write: () => void done.push(`write ${process}`) };
}
