import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { id, line, moment, money, reasonCode } from './values.ts';

const order = z.object({ orderId: id, number: z.string(), customerId: id });
const endedWithout = order.extend({ reason: reasonCode, at: moment });

export const orderPlaced = defineEvent({
  owner: 'orders',
  name: 'order-placed',
  version: 1,
  description: 'An order stands: its stock is reserved, and its payment is asked for.',
  key: (data) => data.orderId,
  schema: order.extend({ total: money, lines: z.array(line.extend({ unitPrice: money })).min(1), placedAt: moment }),
});

export const orderConfirmed = defineEvent({
  owner: 'orders',
  name: 'order-confirmed',
  version: 1,
  description: 'An order is paid and will be shipped.',
  key: (data) => data.orderId,
  schema: order.extend({ total: money, lines: z.array(line.extend({ unitPrice: money })).min(1), at: moment }),
});

export const orderRejected = defineEvent({
  owner: 'orders',
  name: 'order-rejected',
  version: 1,
  description: 'An order could not be had. Nothing was charged.',
  key: (data) => data.orderId,
  schema: endedWithout,
});

export const orderPaymentFailed = defineEvent({
  owner: 'orders',
  name: 'order-payment-failed',
  version: 1,
  description: "An order's payment was refused. Nothing was charged, and its stock is free again.",
  key: (data) => data.orderId,
  schema: endedWithout,
});

export const orderCancelled = defineEvent({
  owner: 'orders',
  name: 'order-cancelled',
  version: 1,
  description: 'An order was cancelled. What was charged is refunded, and its stock is free again.',
  key: (data) => data.orderId,
  schema: endedWithout,
});

export const orderShipped = defineEvent({
  owner: 'orders',
  name: 'order-shipped',
  version: 1,
  description: 'An order was handed to the carrier.',
  key: (data) => data.orderId,
  schema: order.extend({ trackingNumber: z.string().nullable(), at: moment }),
});

export const orderDelivered = defineEvent({
  owner: 'orders',
  name: 'order-delivered',
  version: 1,
  description: 'An order arrived.',
  key: (data) => data.orderId,
  schema: order.extend({ lines: z.array(line).min(1), at: moment }),
});
