import { defineErrors } from '@galleria/kit/errors';

export const orderErrors = defineErrors({
  /** Dead-letters a reply: inventory or payments speaks of an order that this database does not hold. */
  ORDER_UNKNOWN: { kind: 'not-found', message: 'No order has this id.' },
  /** Dead-letters a reply: inventory said both that an order's stock is held and that it cannot be had. */
  STOCK_ANSWERS_CONTRADICT: {
    kind: 'conflict',
    message: 'Two answers about the stock of one order contradict each other.',
  },
  /** Dead-letters a reply: payments said both that an order is paid and that its payment was refused. */
  PAYMENT_ANSWERS_CONTRADICT: {
    kind: 'conflict',
    message: 'Two answers about the payment of one order contradict each other.',
  },
  /** Dead-letters a reply: payments speaks of a charge that nobody has asked for yet. */
  PAYMENT_BEFORE_STOCK: {
    kind: 'conflict',
    message: 'An answer about a payment came before the payment was asked for.',
  },
  /** Dead-letters a reply, for a person: an order's money is to go back, and the provider does not give it. */
  REFUND_REFUSED: { kind: 'conflict', message: 'The payment provider refused to give money of this order back.' },
  /** Dead-letters a reply, for a person: the parcel was called shipped before inventory said that it had no pieces. */
  SHIPPED_WITHOUT_STOCK: { kind: 'conflict', message: 'This order is shipped, and its pieces went to somebody else.' },
  /** Dead-letters a reply: a constraint of the database should have made it impossible. */
  PAYMENT_TOKEN_MISSING: { kind: 'internal', message: 'An order that is to be charged has no payment token.' },
  DATE_RANGE_INVALID: {
    kind: 'invalid',
    message: '"placedFrom" must be before "placedTo", and both between the years 1970 and 9999.',
  },
  USERS_UNAVAILABLE: { kind: 'unavailable', message: 'Accounts cannot be reached for a moment.', retriable: true },
});
