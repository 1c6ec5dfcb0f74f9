import { commitStock, releaseStock, reserveStock, stockLost, stockRejected } from '@galleria/events/inventory';
import {
  orderCancelled,
  orderConfirmed,
  orderPaymentFailed,
  orderPlaced,
  orderRejected,
} from '@galleria/events/orders';
import { cancelCharge, charge, paymentDeclined, refund, refundRefused } from '@galleria/events/payments';
import type { MessageContract } from '@galleria/messaging/contract/contract';
import { productUpdated } from '@galleria/events/products';
import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  capture,
  confirmedOrder,
  newCustomer,
  newOrder,
  newProduct,
  nextVersion,
  PRICE,
  readOrder,
  reserve,
  startOrders,
  untilStatus,
  type OrdersService,
} from './fixtures.ts';

let service: OrdersService;
let productId: string;
const customer = newCustomer();
beforeAll(async () => {
  service = await startOrders();
  productId = await newProduct(service);
});
afterAll(() => service.stop());

const sent = <Data extends { orderId: string }>(contract: MessageContract<Data>, orderId: string) =>
  service.published(contract).filter(({ data }) => data.orderId === orderId);
const untilSent = <Data extends { orderId: string }>(contract: MessageContract<Data>, orderId: string) =>
  vi.waitFor(() => expect(sent(contract, orderId)).toHaveLength(1), PATIENCE);
const reject = (orderId: string, id = newId()) =>
  service.publish(stockRejected, { orderId, reason: 'OUT_OF_STOCK', missing: [] }, { id });
const decline = (orderId: string, reason: string, id = newId()) =>
  service.publish(paymentDeclined, { paymentId: newId(), orderId, customerId: newId(), reason }, { id });

describe('what an invoice needs', () => {
  it('are the names that products had when they were ordered', async () => {
    const renamed = await newProduct(service);
    await rename(renamed, 'Oak lamp');
    const { id } = await newOrder(service, customer, renamed);
    await rename(renamed, 'Beech lamp');
    await reserve(service, id);
    await untilSent(charge, id);
    expect(sent(charge, id)[0]?.data.lines).toMatchObject([{ name: 'Oak lamp' }]);
  });

  it('is left out where the name of a product is not known', async () => {
    const nameless = await newProduct(service);
    await service.database.pool.query('update product_prices set name = null where product_id = $1', [nameless]);
    const { id } = await newOrder(service, customer, nameless);
    await reserve(service, id);
    await untilSent(charge, id);
    expect(sent(charge, id)[0]?.data).not.toHaveProperty('lines');
  });
});

describe('an order that goes well', () => {
  it('is reserved, placed, charged, confirmed and committed, in that order', async () => {
    const { id, number } = await newOrder(service, customer, productId);
    await untilSent(reserveStock, id);
    expect(sent(reserveStock, id)[0]?.data.lines).toEqual([{ productId, quantity: 1 }]);
    expect(sent(orderPlaced, id)).toEqual([]);

    await reserve(service, id);
    await untilSent(charge, id);
    expect(sent(charge, id)[0]?.data).toEqual({
      orderId: id,
      orderNumber: number,
      customerId: customer.userId,
      amount: PRICE,
      paymentToken: 'tok_success',
      lines: [{ productId, name: 'Walnut lamp', quantity: 1, unitPrice: PRICE }],
      billTo: ['Ada Lovelace', 'Analytical Street 1', '10115 Berlin', 'DE'],
    });
    await untilSent(orderPlaced, id);
    expect(sent(orderPlaced, id)[0]?.data).toMatchObject({
      number,
      lines: [{ productId, quantity: 1, unitPrice: PRICE }],
    });

    await capture(service, id);
    await untilSent(orderConfirmed, id);
    await untilSent(commitStock, id);
    const order = await readOrder(service, customer, id);
    expect(order).toMatchObject({ status: 'CONFIRMED', reason: null });
    expect(order.timeline.map((entry: { status: string }) => entry.status)).toEqual([
      'AWAITING_STOCK',
      'AWAITING_PAYMENT',
      'CONFIRMED',
    ]);
  });

  it('names the reply that caused each message, so that its story can be followed', async () => {
    const { id } = await newOrder(service, customer, productId);
    const reply = newId();
    await reserve(service, id, reply);
    await Promise.all([untilSent(charge, id), untilSent(orderPlaced, id)]);
    expect(sent(charge, id)[0]?.causationId).toBe(reply);
    expect(sent(charge, id)[0]?.correlationId).toBe(sent(orderPlaced, id)[0]?.correlationId);
  });

  it('forgets the payment token as soon as the charge is asked for', async () => {
    const { id } = await newOrder(service, customer, productId);
    expect(await paymentToken(id)).toBe('tok_success');
    await reserve(service, id);
    await untilStatus(service, id, 'AWAITING_PAYMENT');
    expect(await paymentToken(id)).toBeNull();
  });
});

describe('an order that goes wrong', () => {
  it('is rejected when stock is missing, and nothing is charged', async () => {
    const { id } = await newOrder(service, customer, productId);
    await reject(id);
    await untilSent(orderRejected, id);
    expect(await readOrder(service, customer, id)).toMatchObject({ status: 'REJECTED', reason: 'OUT_OF_STOCK' });
    expect((await readOrder(service, customer, id)).timeline.at(-1)).toMatchObject({ reason: 'OUT_OF_STOCK' });
    expect(sent(charge, id)).toEqual([]);
    expect(await paymentToken(id)).toBeNull();
  });

  it.each(['PAYMENT_DECLINED', 'INSUFFICIENT_FUNDS'])(
    'gives its stock back when the payment ends in %s',
    async (reason) => {
      const { id } = await newOrder(service, customer, productId);
      await reserve(service, id);
      await untilStatus(service, id, 'AWAITING_PAYMENT');
      await decline(id, reason);
      await untilSent(orderPaymentFailed, id);
      await untilSent(releaseStock, id);
      expect(await readOrder(service, customer, id)).toMatchObject({ status: 'PAYMENT_FAILED', reason });
    },
  );

  it('gives the money back when it arrives after all', async () => {
    const { id } = await newOrder(service, customer, productId);
    await reserve(service, id);
    await untilStatus(service, id, 'AWAITING_PAYMENT');
    await decline(id, 'PAYMENT_DECLINED');
    await untilStatus(service, id, 'PAYMENT_FAILED');
    await capture(service, id);
    await untilSent(refund, id);
    expect(sent(refund, id)[0]?.data.reason).toBe('PAYMENT_DECLINED');
    expect((await readOrder(service, customer, id)).status).toBe('PAYMENT_FAILED');
  });
});

describe('replies', () => {
  it('take effect once, however often they are delivered', async () => {
    const { id } = await newOrder(service, customer, productId);
    const [reservation, payment] = [newId(), newId()];
    await reserve(service, id, reservation);
    await reserve(service, id, reservation);
    await untilStatus(service, id, 'AWAITING_PAYMENT');
    await capture(service, id, payment);
    await untilStatus(service, id, 'CONFIRMED');
    await reserve(service, id, reservation);
    await capture(service, id, payment);
    // Another id for the same fact: the table ignores what the inbox does not know.
    await reserve(service, id);
    await capture(service, id);
    // Same topics and keys, so they are handled after all of the above.
    await untilEverythingIsHandled(id);
    await untilEverythingIsSeen(id);
    expect(sent(charge, id)).toHaveLength(1);
    expect(sent(commitStock, id)).toHaveLength(1);
    expect(sent(refund, id)).toEqual([]);
    expect((await readOrder(service, customer, id)).timeline).toHaveLength(3);
  });

  it('that make a compensation necessary do so once', async () => {
    const { id } = await newOrder(service, customer, productId);
    await reserve(service, id);
    await untilStatus(service, id, 'AWAITING_PAYMENT');
    await decline(id, 'PAYMENT_DECLINED');
    await untilStatus(service, id, 'PAYMENT_FAILED');
    const late = newId();
    for (let delivery = 0; delivery < 3; delivery += 1) await capture(service, id, late);
    // Another fact of the same key, whose refund goes out after those of the three deliveries.
    await capture(service, id);
    await vi.waitFor(() => expect(sent(refund, id).length).toBeGreaterThanOrEqual(2), PATIENCE);
    expect(sent(refund, id)).toHaveLength(2);
  });

  it('that the pieces of a paid order are gone give its money back, and its customer hears of it', async () => {
    const { id } = await confirmedOrder(service, customer, productId);
    await service.publish(stockLost, { orderId: id, reason: 'OUT_OF_STOCK' });
    await untilStatus(service, id, 'CANCELLED');
    await untilSent(refund, id);
    await untilSent(orderCancelled, id);
    expect(sent(orderCancelled, id)[0]?.data.reason).toBe('OUT_OF_STOCK');
  });

  it('that money cannot go back are a person’s to settle', async () => {
    const { id } = await confirmedOrder(service, customer, productId);
    const amount = { amountMinor: 100, currency: 'EUR' };
    const refused = { paymentId: newId(), orderId: id, customerId: newId(), refundId: newId(), amount, reason: 'x' };
    await service.publish(refundRefused, refused);
    await vi.waitFor(() => expect(deadLetterCodes(id)).toEqual(['REFUND_REFUSED']), PATIENCE);
  });

  it('that contradict what came before become dead letters and change nothing', async () => {
    const { id } = await confirmedOrder(service, customer, productId);
    await decline(id, 'PAYMENT_DECLINED');
    await reject(id);
    await vi.waitFor(
      () => expect(deadLetterCodes(id)).toEqual(['PAYMENT_ANSWERS_CONTRADICT', 'STOCK_ANSWERS_CONTRADICT']),
      PATIENCE,
    );
    expect((await readOrder(service, customer, id)).status).toBe('CONFIRMED');
  });

  it('about a payment that nobody asked for become dead letters', async () => {
    const { id } = await newOrder(service, customer, productId);
    await capture(service, id);
    await vi.waitFor(() => expect(deadLetterCodes(id)).toEqual(['PAYMENT_BEFORE_STOCK']), PATIENCE);
    expect((await readOrder(service, customer, id)).status).toBe('AWAITING_STOCK');
  });

  it('about an order that does not exist become dead letters', async () => {
    const orderId = newId();
    await reserve(service, orderId);
    await vi.waitFor(() => expect(deadLetterCodes(orderId)).toEqual(['ORDER_UNKNOWN']), PATIENCE);
  });
});

async function paymentToken(orderId: string): Promise<string | null | undefined> {
  const { rows } = await service.database.pool.query<{ token: string | null }>(
    'select payment_token as token from orders where id = $1',
    [orderId],
  );
  return rows[0]?.token;
}

function deadLetterCodes(orderId: string): string[] {
  const letters = service.deadLetters().filter(({ key }) => key === orderId);
  return letters.map(({ error }) => error.code).toSorted();
}

/** Marks the end of the topics of commands: what was sent before with the same key has arrived when these have. */
async function untilEverythingIsSeen(orderId: string): Promise<void> {
  await vi.waitFor(async () => {
    const { rows } = await service.database.pool.query('select 1 from outbox where key = $1', [orderId]);
    expect(rows).toEqual([]);
  }, PATIENCE);
  const reason = 'THE_END';
  const markers = [
    await service.publish(cancelCharge, { orderId, reason }),
    await service.publish(releaseStock, { orderId, reason }),
  ];
  const seen = () => [...service.published(cancelCharge), ...service.published(releaseStock)].map(({ id }) => id);
  await vi.waitFor(() => expect(seen()).toEqual(expect.arrayContaining(markers)), PATIENCE);
}

/** Contradictions mark the end of both topics: their dead letters come after everything that was sent before. */
async function untilEverythingIsHandled(orderId: string): Promise<void> {
  await reject(orderId);
  await decline(orderId, 'PAYMENT_DECLINED');
  await vi.waitFor(() => expect(deadLetterCodes(orderId)).toHaveLength(2), PATIENCE);
}

async function rename(product: string, name: string): Promise<void> {
  const updatedAt = '2026-01-02T00:00:00.000Z';
  const told = { productId: product, slug: 'a-lamp', name, updatedAt, version: nextVersion() };
  await service.publish(productUpdated, told);
  await vi.waitFor(async () => {
    const { rows } = await service.database.pool.query('select name from product_prices where product_id = $1', [
      product,
    ]);
    expect(rows).toEqual([{ name }]);
  }, PATIENCE);
}
