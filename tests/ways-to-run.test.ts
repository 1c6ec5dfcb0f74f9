import { readFileSync } from 'node:fs';
import type { FormationOptions } from '@galleria/platform/supervisor/formation/formation';
import { afterEach, describe, expect, it } from 'vitest';
import { newProduct } from './galleria/catalogue.ts';
import { createClient, signIn, type GraphAnswer } from './galleria/client.ts';
import { newCustomer } from './galleria/customer.ts';
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

    const load = keepAsking(() => visitor.send('Catalogue', { first: 5 }));
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

    const load = keepAsking(() => customer.fillCart(product.id));
    for (const name of ['orders', 'orders-2', 'products', 'products-2', 'users', 'users-2', 'orders']) {
      await load.untilAnswered(20);
      await galleria.kill(name, 'SIGTERM');
      await load.untilAnswered(20);
      await galleria.untilReady();
    }
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

/** Four clients that ask again and again; gives what was not answered in full. */
function keepAsking(ask: () => Promise<GraphAnswer>) {
  const failures: unknown[] = [];
  let answered = 0;
  let isStopped = false;
  let notify: () => void = () => undefined;
  const clients = Array.from({ length: 4 }, async () => {
    while (!isStopped) {
      const { errors, status } = await ask();
      if (errors !== undefined || status !== 200) failures.push(errors ?? status);
      answered += 1;
      notify();
    }
  });
  return {
    untilAnswered: (more: number) => {
      const goal = answered + more;
      return new Promise<void>((resolve) => {
        notify = () => {
          if (answered >= goal) resolve();
        };
      });
    },
    stop: async () => {
      isStopped = true;
      await Promise.all(clients);
      return failures;
    },
  };
}

function residentBytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
