import { formatMoney } from './money-format.ts';
import type { Occasion } from './occasion.ts';

/** What a customer is told: the same words in the inbox and in the mail. Plain text: whoever shows it escapes it. */
export interface Wording {
  /** One line; the mail's subject. */
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** Shown as a small table in the mail: label and value. */
  readonly facts: readonly (readonly [string, string])[];
}

export function wordingOf(occasion: Occasion): Wording {
  switch (occasion.kind) {
    case 'WELCOME':
      return welcome();
    case 'ORDER_CONFIRMED':
      return confirmed(occasion);
    case 'ORDER_REJECTED':
      return rejected(occasion);
    case 'PAYMENT_FAILED':
      return paymentFailed(occasion);
    case 'ORDER_CANCELLED':
      return cancelled(occasion);
    case 'ORDER_SHIPPED':
      return shipped(occasion);
    case 'ORDER_DELIVERED':
      return delivered(occasion);
    case 'REFUNDED':
      return refunded(occasion);
  }
}

type Of<Kind extends Occasion['kind']> = Extract<Occasion, { readonly kind: Kind }>;

function welcome(): Wording {
  return {
    title: 'Welcome to Galleria',
    paragraphs: [
      'It is good to have you here. Your account is open, and everything in the shop is waiting to be looked at.',
      'Take your time: we only sell things that we would keep ourselves.',
    ],
    facts: [],
  };
}

function confirmed({ order, total, pieces }: Of<'ORDER_CONFIRMED'>): Wording {
  return {
    title: `Order ${order.number} is confirmed`,
    paragraphs: [
      `Thank you for your order. Your payment of ${formatMoney(total)} has arrived, and we are already packing.`,
      'We will write again as soon as the parcel is on its way.',
    ],
    facts: [
      ['Order', order.number],
      ['Pieces', String(pieces)],
      ['Total', formatMoney(total)],
    ],
  };
}

function rejected({ order, reason }: Of<'ORDER_REJECTED'>): Wording {
  const why =
    reason === 'OUT_OF_STOCK'
      ? 'Somebody was a moment quicker: one of the things in your order has just sold out.'
      : 'We could not get together everything in your order.';
  return {
    title: `We could not fill order ${order.number}`,
    paragraphs: [why, 'Nothing was charged. We are sorry, and hope that you find something else that you like.'],
    facts: [['Order', order.number]],
  };
}

function paymentFailed({ order, reason }: Of<'PAYMENT_FAILED'>): Wording {
  const why =
    reason === 'INSUFFICIENT_FUNDS'
      ? 'Your bank says that the account did not hold enough for this order.'
      : 'Your payment for this order was declined.';
  return {
    title: `The payment for order ${order.number} did not go through`,
    paragraphs: [
      why,
      'Nothing was charged, and the order is closed. You are welcome to order again with another means of payment.',
    ],
    facts: [['Order', order.number]],
  };
}

function cancelled({ order, reason }: Of<'ORDER_CANCELLED'>): Wording {
  const why =
    reason === 'CANCELLED_BY_CUSTOMER'
      ? 'Your order is cancelled, as you asked.'
      : 'Your order took too long on our side, so we have cancelled it. That should not happen, and we are sorry.';
  return {
    title: `Order ${order.number} is cancelled`,
    paragraphs: [why, 'If you were charged, all of it goes back to where it came from; we will tell you when it does.'],
    facts: [['Order', order.number]],
  };
}

function shipped({ order, trackingNumber }: Of<'ORDER_SHIPPED'>): Wording {
  const tracking = trackingNumber === null ? [] : [['Tracking number', trackingNumber] as const];
  return {
    title: `Order ${order.number} is on its way`,
    paragraphs: ['Your parcel has left our house and is with the carrier. It will not be long now.'],
    facts: [['Order', order.number], ...tracking],
  };
}

function delivered({ order }: Of<'ORDER_DELIVERED'>): Wording {
  return {
    title: `Order ${order.number} has arrived`,
    paragraphs: [
      'Your parcel was delivered. We hope that everything in it finds its place.',
      'If something is not as it should be, write to us and we will put it right.',
    ],
    facts: [['Order', order.number]],
  };
}

function refunded({ order, amount, refundedInAll }: Of<'REFUNDED'>): Wording {
  const inAll =
    amount.amountMinor === refundedInAll.amountMinor ? [] : [['Refunded in all', formatMoney(refundedInAll)] as const];
  return {
    title: `${formatMoney(amount)} for order ${order.number} is on its way back`,
    paragraphs: [
      `We have sent ${formatMoney(amount)} back to where it came from. Banks take up to five working days to show it.`,
    ],
    facts: [['Order', order.number], ['Refund', formatMoney(amount)], ...inAll],
  };
}
