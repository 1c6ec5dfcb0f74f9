import { readFileSync } from 'node:fs';
import type { FormationOptions } from '@galleria/platform/supervisor/formation/formation';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { newProduct } from './galleria/catalogue.ts';
import { createClient, signIn, type GraphAnswer } from './galleria/client.ts';
import { newCustomer } from './galleria/customer.ts';
import { startFrontDoors } from './galleria/front-doors.ts';
import { keepAsking, type Ask } from './galleria/keep-asking.ts';
import { startTestGalleria, type TestGalleria } from './galleria/start.ts';

const ADMINISTRATOR = 'admin@galleria.example';
const MOST_RESIDENT_BYTES = 400 * 1024 * 1024;

let running: TestGalleria | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

describe('only some of it', () => {
  it('serves what runs, with holes for the rest', async () => {
    const { galleria } = await start({ only: ['users', 'products', 'router'] });
    expect(galleria.processes.map(({ name }) => name).toSorted()).toEqual([
      'broker',
      'postgres',
      'products',
      'router',
      'users',
    ]);
    const ready = await (await fetch(new URL('/ready', galleria.urls.graph))).json();
    expect(ready).toMatchObject({ status: 'degraded', subgraphs: { users: 'up', products: 'up', orders: 'down' } });

    const administrator = await signIn(galleria.urls.graph, ADMINISTRATOR);
    const brand = await administrator.sendText(
      'mutation { createBrand(input: { slug: "alone", name: "Alone" }) { ... on BrandCreated { brand { id } } } }',
    );
    expect(brand.errors).toBeUndefined();
    const { data, errors } = await administrator.sendText('{ brands { name } orders(first: 1) { totalCount } }');
    expect(data).toMatchObject({ brands: [{ name: 'Alone' }], orders: null });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', service: 'orders' });
  });
});

describe('several processes of a service', () => {
  it('lose no query when one of them is killed', async () => {
    const { galleria } = await start({ replicas: { products: 2, inventory: 2, orders: 2 } });
    const administrator = await signIn(galleria.urls.graph, ADMINISTRATOR);
    const product = await newProduct(administrator, 10);
    const visitor = createClient(galleria.urls.graph);
    const customer = await newCustomer(galleria.urls.graph);

    const load = keepAsking(inFull(() => visitor.send('Catalogue', { first: 5 })));
    for (const name of ['products-2', 'inventory', 'products', 'inventory-2', 'orders']) {
      await load.untilAnswered(20);
      await galleria.kill(name);
      await load.untilAnswered(20);
      await galleria.untilReady();
    }
    expect(await load.stop()).toEqual([]);

    const order = await customer.order(product.id, ['CONFIRMED']);
    expect(order.status).toBe('CONFIRMED');
  });

  it('lose no request when they are restarted in turn, changes included', async () => {
    const { galleria } = await start({ replicas: { users: 2, products: 2, orders: 2 } });
    const administrator = await signIn(galleria.urls.graph, ADMINISTRATOR);
    const product = await newProduct(administrator, 10);
    const customer = await newCustomer(galleria.urls.graph);

    const load = keepAsking(inFull(() => customer.fillCart(product.id)));
    for (const name of ['orders', 'orders-2', 'products', 'products-2', 'users', 'users-2', 'orders']) {
      await load.untilAnswered(20);
      await galleria.kill(name, 'SIGTERM');
      await load.untilAnswered(20);
      await galleria.untilReady();
    }
    expect(await load.stop()).toEqual([]);
  });
});

describe('two routers and two storefronts', () => {
  it('lose no request when they are restarted in turn, nor do visitors of the shop', async () => {
    const { galleria } = await start({});
    const product = await newProduct(await signIn(galleria.urls.graph, ADMINISTRATOR), 10);
    const doors = await startFrontDoors(galleria);
    onTestFinished(() => doors.stop());
    const { storefront } = doors;
    const page = await (await fetch(storefront)).text();
    const [, script = ''] = /<script[^>]+src="([^"]+)"/.exec(page) ?? [];
    const direct = await newCustomer(doors.graph);
    const visitor = await newCustomer(`${storefront}/graphql`);

    const load = keepAsking(
      inFull(() => direct.fillCart(product.id)),
      inFull(() => visitor.fillCart(product.id)),
      inFull(() => visitor.send('Catalogue', { first: 5 })),
      handsOut(new URL('/', storefront)),
      handsOut(new URL(script, storefront)),
    );
    for (const name of doors.names) {
      await load.untilAnswered(20);
      await doors.restart(name);
    }
    await load.untilAnswered(20);
    expect(await load.stop()).toEqual([]);
  });
});

describe('all services in one process', () => {
  it('take an order from cart to confirmation in less than 400 MB', async () => {
    const { galleria } = await start({ singleProcess: true });
    expect(galleria.processes.map(({ name }) => name)).not.toContain('orders');
    const administrator = await signIn(galleria.urls.graph, ADMINISTRATOR);
    const product = await newProduct(administrator, 5);
    const customer = await newCustomer(galleria.urls.graph);
    const order = await customer.order(product.id, ['CONFIRMED']);
    expect(order.payment).toMatchObject({ status: 'CAPTURED' });

    const process = galleria.processes.find(({ name }) => name === 'galleria');
    expect(residentBytes(process?.pid ?? 0)).toBeLessThan(MOST_RESIDENT_BYTES);
    await galleria.kill('galleria');
    await galleria.untilReady();
    expect((await customer.send('Order', { id: order.id })).data.order.status).toBe('CONFIRMED');
  });
});

async function start(formation: FormationOptions): Promise<TestGalleria> {
  running = await startTestGalleria(formation);
  return running;
}

/** A request of the graph that is answered without errors. */
function inFull(ask: () => Promise<GraphAnswer>): Ask {
  return async () => {
    const { errors, status } = await ask();
    return errors ?? (status === 200 ? undefined : status);
  };
}

function handsOut(address: URL): Ask {
  return async () => {
    const response = await fetch(address);
    const { length } = await response.text();
    return response.status === 200 && length > 0 ? undefined : `${address.pathname}: ${response.status}`;
  };
}

function residentBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
