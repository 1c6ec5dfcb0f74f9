import { commitStock, releaseStock, reserveStock } from '@galleria/events/inventory';
import {
  orderCancelled,
  orderConfirmed,
  orderDelivered,
  orderPaymentFailed,
  orderPlaced,
  orderRejected,
  orderShipped,
} from '@galleria/events/orders';
import { cancelCharge, charge, refund } from '@galleria/events/payments';
import type { Deadlines, SagaSend } from '../domain/checkout-saga.ts';
import { orderErrors } from '../domain/errors.ts';
import type { OrderLine, ShippingAddress } from '../domain/order.ts';
import type { CheckoutOrder } from '../repository/order-repository.ts';
import type { Work } from '../repository/unit-of-work.ts';

/**
 * Stock stays held well beyond the saga's own deadlines, so that a hold never ends under an order that is still being
 * paid.
 */
const HOLD_MARGIN_MS = 600_000;

export interface CheckoutMessage {
  readonly send: SagaSend;
  /** As it is after the step, with the payment token that it had before. */
  readonly order: CheckoutOrder;
  readonly at: Date;
}

/** Writes one message of the saga to the outbox. Throws PAYMENT_TOKEN_MISSING. */
export function addCheckoutMessage(
  outbox: Work['outbox'],
  { send, order, at }: CheckoutMessage,
  deadlines: Deadlines,
): Promise<void> {
  switch (send) {
    case 'inventory.reserve-stock': {
      const holdMs = deadlines.stockMs + deadlines.paymentMs + HOLD_MARGIN_MS;
      const expiresAt = new Date(at.getTime() + holdMs).toISOString();
      return outbox.add(reserveStock, { orderId: order.id, lines: order.lines.map(pieces), expiresAt });
    }
    case 'inventory.commit-stock':
      return outbox.add(commitStock, { orderId: order.id });
    case 'inventory.release-stock':
      return outbox.add(releaseStock, { orderId: order.id, reason: reasonOf(order) });
    case 'payments.charge':
      return outbox.add(charge, chargeOf(order));
    case 'payments.cancel-charge':
      return outbox.add(cancelCharge, { orderId: order.id, reason: reasonOf(order) });
    case 'payments.refund':
      return outbox.add(refund, { orderId: order.id, reason: reasonOf(order) });
    default:
      return addEvent(outbox, send, order, at.toISOString());
  }
}

type OwnEvent = Extract<SagaSend, `orders.${string}`>;

function addEvent(outbox: Work['outbox'], event: OwnEvent, order: CheckoutOrder, at: string): Promise<void> {
  const identity = { orderId: order.id, number: order.number, customerId: order.customerId };
  const bought = { total: order.total, lines: order.lines.map((line) => ({ ...line })) };
  const ended = { ...identity, reason: reasonOf(order), at };
  switch (event) {
    case 'orders.order-placed':
      return outbox.add(orderPlaced, { ...identity, ...bought, placedAt: order.placedAt.toISOString() });
    case 'orders.order-confirmed':
      return outbox.add(orderConfirmed, { ...identity, ...bought, at });
    case 'orders.order-rejected':
      return outbox.add(orderRejected, ended);
    case 'orders.order-payment-failed':
      return outbox.add(orderPaymentFailed, ended);
    case 'orders.order-cancelled':
      return outbox.add(orderCancelled, ended);
    case 'orders.order-shipped':
      return outbox.add(orderShipped, { ...identity, trackingNumber: order.trackingNumber, at });
    case 'orders.order-delivered':
      return outbox.add(orderDelivered, { ...identity, lines: order.lines.map(pieces), at });
  }
}

function chargeOf(order: CheckoutOrder) {
  const { id, number, customerId, total, paymentToken } = order;
  if (paymentToken === null) throw orderErrors.PAYMENT_TOKEN_MISSING({ orderId: id });
  const lines = namedLines(order.lines);
  const charged = { orderId: id, orderNumber: number, customerId, amount: total, paymentToken };
  // As a charge that waits in the outbox when its customer is erased: what is left of the address names nobody.
  const addressed = order.isCustomerErased ? charged : { ...charged, billTo: addressLines(order.shippingAddress) };
  return lines === null ? addressed : { ...addressed, lines };
}

/** What the invoice lists; null where one has no name, because an invoice lists all of an order or none of it. */
function namedLines(lines: readonly OrderLine[]) {
  const named = lines.flatMap(({ name, ...line }) => (name === null ? [] : [{ ...line, name }]));
  return named.length === lines.length ? named : null;
}

/** Whom the invoice addresses, a line of text each; without those that are empty. */
function addressLines({ fullName, line1, line2, postalCode, city, country }: ShippingAddress): string[] {
  return [fullName, line1, line2 ?? '', `${postalCode} ${city}`.trim(), country].filter((line) => line !== '');
}

function pieces({ productId, quantity }: OrderLine) {
  return { productId, quantity };
}

/** An order that ended without success has a reason; the status speaks for any other. */
function reasonOf({ reason, status }: CheckoutOrder): string {
  return reason ?? status;
}
