import type { Money } from '../occasion.ts';
import { formatMoment } from './moment-format.ts';
import { formatMoney } from './money-format.ts';
import type { Words } from './wording.ts';

const money = (amount: Money) => formatMoney(amount, 'en');
const moment = (isoMoment: string) => formatMoment(isoMoment, 'en');

export const english: Words = {
  greeting: (name) => `Hello ${name},`,
  actions: {
    verifyEmail: 'Confirm this address',
    resetPassword: 'Choose a new password',
    order: 'See the order',
    shop: 'Visit Galleria',
  },
  orOpen: 'Or open this address:',
  footer: 'You receive this mail because you have an account at Galleria.',
  of: {
    WELCOME: () => ({
      title: 'Welcome to Galleria',
      paragraphs: [
        'It is good to have you here. Your account is open, and everything in the shop is waiting to be looked at.',
        'Take your time: we only sell things that we would keep ourselves.',
      ],
      facts: [],
    }),

    EMAIL_VERIFICATION: ({ expiresAt }) => ({
      title: 'Please confirm your e-mail address',
      paragraphs: [
        'One step is left: open the link, and we know that this address is yours.',
        `The link works once, until ${moment(expiresAt)}. If you did not ask for this, do nothing.`,
      ],
      facts: [],
    }),

    PASSWORD_RESET: ({ expiresAt }) => ({
      title: 'Choose a new password',
      paragraphs: [
        'Somebody, probably you, asked for a new password for your account. The link lets you choose one.',
        `It works once, until ${moment(expiresAt)}. If it was not you, do nothing: your password stays as it is.`,
      ],
      facts: [],
    }),

    PASSWORD_CHANGED: ({ changedAt }) => ({
      title: 'Your password was changed',
      paragraphs: [
        `The password of your account was changed on ${moment(changedAt)}.`,
        'If it was not you, ask for a new password where you sign in, and then sign out everywhere.',
      ],
      facts: [],
    }),

    ORDER_CONFIRMED: ({ order, total, pieces }) => ({
      title: `Order ${order.number} is confirmed`,
      paragraphs: [
        `Thank you for your order. Your payment of ${money(total)} has arrived, and we are already packing.`,
        'We will write again as soon as the parcel is on its way.',
      ],
      facts: [
        ['Order', order.number],
        ['Pieces', String(pieces)],
        ['Total', money(total)],
      ],
    }),

    ORDER_REJECTED: ({ order, reason }) => ({
      title: `We could not fill order ${order.number}`,
      paragraphs: [
        reason === 'OUT_OF_STOCK'
          ? 'Somebody was a moment quicker: one of the things in your order has just sold out.'
          : 'We could not get together everything in your order.',
        'Nothing was charged. We are sorry, and hope that you find something else that you like.',
      ],
      facts: [['Order', order.number]],
    }),

    PAYMENT_FAILED: ({ order, reason }) => ({
      title: `The payment for order ${order.number} did not go through`,
      paragraphs: [
        reason === 'INSUFFICIENT_FUNDS'
          ? 'Your bank says that the account did not hold enough for this order.'
          : 'Your payment for this order was declined.',
        'Nothing was charged, and the order is closed. You are welcome to order again with another means of payment.',
      ],
      facts: [['Order', order.number]],
    }),

    ORDER_CANCELLED: ({ order, reason }) => ({
      title: `Order ${order.number} is cancelled`,
      paragraphs: [
        reason === 'CANCELLED_BY_CUSTOMER'
          ? 'Your order is cancelled, as you asked.'
          : 'Your order took too long on our side, so we have cancelled it. That should not happen, and we are sorry.',
        'If you were charged, all of it goes back to where it came from; we will tell you when it does.',
      ],
      facts: [['Order', order.number]],
    }),

    ORDER_SHIPPED: ({ order, trackingNumber }) => ({
      title: `Order ${order.number} is on its way`,
      paragraphs: ['Your parcel has left our house and is with the carrier. It will not be long now.'],
      facts: [
        ['Order', order.number],
        ...(trackingNumber === null ? [] : [['Tracking number', trackingNumber] as const]),
      ],
    }),

    ORDER_DELIVERED: ({ order }) => ({
      title: `Order ${order.number} has arrived`,
      paragraphs: [
        'Your parcel was delivered. We hope that everything in it finds its place.',
        'If something is not as it should be, write to us and we will put it right.',
      ],
      facts: [['Order', order.number]],
    }),

    REFUNDED: ({ order, amount, refundedInAll }) => ({
      title: `${money(amount)} for order ${order.number} is on its way back`,
      paragraphs: [
        `We have sent ${money(amount)} back to where it came from. Banks take up to five working days to show it.`,
      ],
      facts: [
        ['Order', order.number],
        ['Refund', money(amount)],
        ...(amount.amountMinor === refundedInAll.amountMinor
          ? []
          : [['Refunded in all', money(refundedInAll)] as const]),
      ],
    }),
  },
};
