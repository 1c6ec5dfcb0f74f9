import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newProduct } from './galleria/catalogue.ts';
import { createClient, signIn } from './galleria/client.ts';
import { newCustomer } from './galleria/customer.ts';
import { eventually } from './galleria/eventually.ts';
import { ALL_HOLD, readInvariants } from './galleria/invariants.ts';
import { openLedgers, type Ledgers } from './galleria/ledgers.ts';
import { startShoppers } from './galleria/shoppers.ts';
import { startTestGalleria, type TestGalleria } from './galleria/start.ts';
import { statusesThat } from '../subgraphs/orders/src/domain/order.ts';

const SETTLED: readonly string[] = statusesThat(({ waitsFor }) => waitsFor === null);
const SETTLE_WITHIN_MS = 120_000;

let running: TestGalleria;
let ledgers: Ledgers;
beforeAll(async () => {
  running = await startTestGalleria();
  ledgers = openLedgers(running.galleria);
});
afterAll(async () => {
  await ledgers.close();
  await running.stop();
});

describe('with a shop full of customers', () => {
  it('kill -9 of each process in turn loses no order, no money and no stock', { timeout: 900_000 }, async () => {
    const { galleria } = running;
    const administrator = await signIn(galleria.urls.graph, 'admin@galleria.example');
    const products = await Promise.all([1_000, 1_000, 3].map((pieces) => newProduct(administrator, pieces)));
    const shoppers = await startShoppers(
      galleria.urls.graph,
      products.map(({ id }) => id),
      4,
    );

    for (const { name } of galleria.processes) {
      await shoppers.untilAnswered(3);
      await galleria.kill(name);
      await galleria.untilReady();
    }
    const placed = await shoppers.stop();
    expect(placed.length).toBeGreaterThan(galleria.processes.length);

    const statuses = await eventually(
      async () => {
        const found = [...(await ledgers.statusesOf(placed)).values()];
        return found.length === placed.length && found.every((status) => SETTLED.includes(status)) ? found : undefined;
      },
      'every accepted order to settle',
      SETTLE_WITHIN_MS,
    );
    expect(new Set(statuses)).toContain('CONFIRMED');
    expect(new Set(statuses)).toContain('REJECTED');
    await eventually(
      async () => ((await ledgers.unsentMessages()) === 0 ? true : undefined),
      'every outbox to be empty',
      SETTLE_WITHIN_MS,
    );
    await eventually(
      async () => ((await ledgers.heldPieces()) === 0 ? true : undefined),
      'no piece to be held',
      SETTLE_WITHIN_MS,
    );

    expect(await ledgers.duplicateOrders()).toBe(0);
    expect(await ledgers.deadLetters()).toEqual([]);
    const total = await ledgers.totalOfPaidOrders();
    expect(await ledgers.capturedMinusRefunded()).toBe(total);
    expect(await ledgers.providerCapturedMinusRefunded()).toBe(total);
    expect(await ledgers.piecesOutOfPlace()).toEqual([]);
    expect(await readInvariants(administrator)).toEqual(ALL_HOLD);
    await eventually(
      async () => ((await ledgers.confirmationsMissingOrRepeated(placed)).length === 0 ? true : undefined),
      'each confirmed order to be told of once',
    );
  });

  it('a crashed service makes a hole and not a failure', async () => {
    const { galleria } = running;
    const visitor = createClient(galleria.urls.graph);
    const inventory = galleria.processes.find(({ name }) => name === 'inventory');
    process.kill(inventory?.pid ?? 0, 'SIGSTOP');
    try {
      const { data, errors } = await visitor.send('Catalogue', { first: 2 });
      expect(data.products.edges).toHaveLength(2);
      expect(data.products.edges[0].node).toMatchObject({ name: expect.any(String), available: null });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', service: 'inventory' });
      expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|localhost|:\d{4,5}/);
    } finally {
      process.kill(inventory?.pid ?? 0, 'SIGCONT');
    }
    await galleria.untilReady();
  });

  it('an order waits for users to come back, with the same key', async () => {
    const { galleria } = running;
    const administrator = await signIn(galleria.urls.graph, 'admin@galleria.example');
    const product = await newProduct(administrator, 1);
    const customer = await newCustomer(galleria.urls.graph);
    await customer.fillCart(product.id);
    const users = galleria.processes.find(({ name }) => name === 'users');
    const key = 'one intended order';
    process.kill(users?.pid ?? 0, 'SIGSTOP');
    try {
      expect((await customer.placeOrder({ key })).data.placeOrder).toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE' });
    } finally {
      process.kill(users?.pid ?? 0, 'SIGCONT');
    }
    const id = await eventually(async () => {
      const { data } = await customer.placeOrder({ key });
      return data.placeOrder.order?.id as string | undefined;
    }, 'the order to be accepted');
    await customer.untilOrder(id, ['CONFIRMED']);
  });

  it('money of an order that came to nothing, and that its provider does not give back, is seen as a difference', async () => {
    const { urls } = running.galleria;
    const administrator = await signIn(urls.graph, 'admin@galleria.example');
    const customer = await newCustomer(urls.graph);
    const product = await newProduct(administrator, 2);
    const order = await customer.order(product.id, ['CONFIRMED'], 'tok_unrefundable');
    await customer.sendText('mutation ($id: ID!) { cancelOrder(orderId: $id) { __typename } }', { id: order.id });
    const owed = String((await customer.untilOrder(order.id as string, ['CANCELLED'])).total.amountMinor);
    await eventually(async () => {
      const found = await readInvariants(administrator);
      return isDeepStrictEqual(found, {
        ...ALL_HOLD,
        money: [{ currency: 'EUR', difference: owed, holds: false }],
        waitingDeadLetters: 1,
      })
        ? true
        : undefined;
    }, 'the refusal to be all that is wrong');
  });

  it('a fault that an administrator asks for is marked in every error, and over when it is ended', async () => {
    const { urls } = running.galleria;
    const administrator = await signIn(urls.graph, 'admin@galleria.example');
    const visitor = createClient(urls.graph);
    const catalogue = async () => {
      const { data, errors } = await visitor.send('Catalogue', { first: 1 });
      const { available } = data.products.edges[0].node as { available: number | null };
      return { available, code: errors?.[0]?.extensions['code'], service: errors?.[0]?.extensions['service'] };
    };
    const START = `mutation ($input: StartFaultInput!) {
      startFault(input: $input) { ... on FaultStarted { fault { id } } }
    }`;
    const END = 'mutation ($id: ID!) { endFault(id: $id) { __typename } }';
    const { startFault } = (
      await administrator.sendText(START, { input: { kind: 'FAILING', service: 'inventory', minutes: 1 } })
    ).data;
    await eventually(
      async () => ((await catalogue()).code === 'FAULT_INJECTED' ? true : undefined),
      'inventory to fail as it was asked to',
    );
    expect(await catalogue()).toEqual({ available: null, code: 'FAULT_INJECTED', service: 'inventory' });
    const seen = await administrator.sendText('{ invariants { money { holds } pieces { holds } } }');
    expect(seen.data.invariants).toEqual({ money: [{ holds: expect.any(Boolean) as boolean }], pieces: null });
    expect(seen.errors?.map(({ extensions }) => extensions.code)).toContain('FAULT_INJECTED');
    const { endFault } = (await administrator.sendText(END, { id: startFault.fault.id })).data;
    expect(endFault.__typename).toBe('FaultEnded');
    await eventually(async () => {
      const { available, code } = await catalogue();
      return available !== null && code === undefined ? true : undefined;
    }, 'inventory to answer again');
  });
});
