import { stockLost, stockRejected, stockReserved } from '@galleria/events/inventory';
import { chargeCancellationRefused, paymentCaptured, paymentDeclined, refundRefused } from '@galleria/events/payments';
import { productCreated } from '@galleria/events/products';
import { userErased } from '@galleria/events/users';
import { newId } from '@galleria/kit/identifiers';
import type { createOrdersApp } from '../../../../subgraphs/orders/src/app.ts';
import { PRICE, SETTINGS } from '../../../../subgraphs/orders/test/fixtures.ts';
import { ADD, CANCEL, PLACE, SHIP } from '../../../../subgraphs/orders/test/operations.ts';
import { tell, type ConsumerSamples, type Stage, type Step } from '../../story.ts';

export type OrdersStageApp = Awaited<ReturnType<typeof createOrdersApp>> & { readonly addressId: string };

export type OrdersSamples = ConsumerSamples<OrdersStageApp>['samples'];

type OrdersStage = Stage<OrdersStageApp>;

const ADMINISTRATOR = { userId: newId(), roles: ['CUSTOMER', 'ADMINISTRATOR'] };

/** An order that was just placed, and what can become of it. `name` tells the orders of one story apart. */
export async function placeOrder(stage: OrdersStage, { name = 'order', customerId = stage.id('customer') } = {}) {
  const productId = await newProduct(stage, `product of ${name}`);
  const viewer = { userId: customerId, roles: ['CUSTOMER'] };
  await ask(stage, ADD, { input: { productId, quantity: 2 } }, viewer);
  const input = { idempotencyKey: stage.id(`key of ${name}`), paymentToken: 'tok_success' };
  const placed = await ask(stage, PLACE, { input: { ...input, shippingAddressId: stage.app.addressId } }, viewer);
  const { id, number } = placed['order'] as { id: string; number: string };
  const orderId = stage.id(name, id);
  stage.id(`number of ${name}`, number);
  const payment = { paymentId: stage.id(`payment of ${name}`), orderId, customerId };
  const refund = { refundId: newId(), amount: PRICE, reason: 'CUSTOMER_REQUEST' };
  return {
    productId,
    customerId,
    reserved: tell(stockReserved, { orderId, expiresAt: '2020-05-04T12:20:00.000Z' }),
    rejected: tell(stockRejected, { orderId, reason: 'OUT_OF_STOCK', missing: [] }),
    lost: tell(stockLost, { orderId, reason: 'OUT_OF_STOCK' }),
    captured: tell(paymentCaptured, { ...payment, amount: PRICE }),
    declined: tell(paymentDeclined, { ...payment, reason: 'CARD_DECLINED' }),
    cancellationRefused: tell(chargeCancellationRefused, payment),
    refundRefused: tell(refundRefused, { ...payment, ...refund }),
    erased: tell(userErased, { userId: customerId, erasedAt: '2020-05-04T12:00:01.000Z' }),
    cancelled: (() => ask(stage, CANCEL, { orderId }, viewer)) satisfies Step,
    shipped: (() => ask(stage, SHIP, { orderId, trackingNumber: 'T-1' }, ADMINISTRATOR)) satisfies Step,
    timedOut: (async () => {
      stage.wait(SETTINGS.STOCK_DEADLINE_MS + SETTINGS.PAYMENT_DEADLINE_MS);
      await stage.app.timeOutOrders();
    }) satisfies Step,
  };
}

/** A product that orders knows. */
export async function newProduct(stage: OrdersStage, name: string): Promise<string> {
  const productId = stage.id(name);
  const about = { slug: 'walnut-lamp', name: 'Walnut lamp', price: PRICE };
  await stage.play([tell(productCreated, { productId, ...about, createdAt: '2020-01-01T00:00:00.000Z', version: 1 })]);
  return productId;
}

export async function addToCart(stage: OrdersStage, customerId: string, productId: string): Promise<void> {
  await ask(stage, ADD, { input: { productId, quantity: 1 } }, { userId: customerId, roles: ['CUSTOMER'] });
}

async function ask(
  stage: OrdersStage,
  document: string,
  variables: Record<string, unknown>,
  viewer: { readonly userId: string; readonly roles: string[] },
): Promise<Record<string, unknown>> {
  const answer = await stage.query(document, { variables, viewer });
  const [result] = Object.values((answer.data ?? {}) as Record<string, Record<string, unknown>>);
  // A Problem has a code.
  if (result === undefined || 'code' in result) throw new Error(JSON.stringify(answer));
  return result;
}
