import { z } from 'zod';
import { defineCommand, defineEvent } from './contract.ts';
import { id, line, money, reasonCode } from './values.ts';

const payment = z.object({ paymentId: id, orderId: id, customerId: id });

export const charge = defineCommand({
  owner: 'payments',
  name: 'charge',
  version: 1,
  description: 'Charge an order, once, however often the command arrives.',
  key: (data) => data.orderId,
  schema: z.object({
    orderId: id,
    orderNumber: z.string(),
    customerId: id,
    amount: money,
    paymentToken: z.string(),
    /** What the invoice lists; absent in messages of the first release. */
    lines: z.array(line.extend({ name: z.string(), unitPrice: money })).optional(),
    /** Whom the invoice addresses: one line of text each. */
    billTo: z.array(z.string()).optional(),
  }),
});

export const cancelCharge = defineCommand({
  owner: 'payments',
  name: 'cancel-charge',
  version: 1,
  description: 'Do not charge this order any more. A charge already made stays, and its event tells of it.',
  key: (data) => data.orderId,
  schema: z.object({ orderId: id, reason: reasonCode }),
});

export const refund = defineCommand({
  owner: 'payments',
  name: 'refund',
  version: 1,
  description: 'Give back all that is left of what an order was charged.',
  key: (data) => data.orderId,
  schema: z.object({ orderId: id, reason: reasonCode }),
});

export const paymentCaptured = defineEvent({
  owner: 'payments',
  name: 'payment-captured',
  version: 1,
  description: 'The money of an order is ours.',
  key: (data) => data.orderId,
  schema: payment.extend({ amount: money }),
});

export const paymentDeclined = defineEvent({
  owner: 'payments',
  name: 'payment-declined',
  version: 1,
  description: 'The payment provider refused. Nothing was charged.',
  key: (data) => data.orderId,
  schema: payment.extend({ reason: reasonCode }),
});

export const chargeCancellationRefused = defineEvent({
  owner: 'payments',
  name: 'charge-cancellation-refused',
  version: 1,
  description: 'A charge was to be called off, but its money is ours already.',
  key: (data) => data.orderId,
  schema: payment,
});

export const refundRefused = defineEvent({
  owner: 'payments',
  name: 'refund-refused',
  version: 1,
  description: 'The payment provider does not give this money back: it is still ours, and owed.',
  key: (data) => data.orderId,
  schema: payment.extend({ refundId: id, amount: money, reason: z.string() }),
});

export const paymentRefunded = defineEvent({
  owner: 'payments',
  name: 'payment-refunded',
  version: 1,
  description: 'Money of an order went back to its customer.',
  key: (data) => data.orderId,
  schema: payment.extend({
    refundId: id,
    orderNumber: z.string(),
    amount: money,
    refundedInAll: money,
    reason: z.string(),
  }),
});
