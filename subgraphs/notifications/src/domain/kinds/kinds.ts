import { emailChangeRequested } from './account/email-change-requested.ts';
import { emailChanged } from './account/email-changed.ts';
import { emailVerification } from './account/email-verification.ts';
import { newEmailVerification } from './account/new-email-verification.ts';
import { passwordChanged } from './account/password-changed.ts';
import { passwordReset } from './account/password-reset.ts';
import { welcome } from './account/welcome.ts';
import { orderCancelled } from './order/order-cancelled.ts';
import { orderConfirmed } from './order/order-confirmed.ts';
import { orderDelivered } from './order/order-delivered.ts';
import { orderRejected } from './order/order-rejected.ts';
import { orderShipped } from './order/order-shipped.ts';
import { paymentFailed } from './order/payment-failed.ts';
import { refunded } from './order/refunded.ts';

/** The kinds that are about the account itself. */
export const ACCOUNT_KINDS = {
  WELCOME: welcome,
  EMAIL_VERIFICATION: emailVerification,
  PASSWORD_RESET: passwordReset,
  PASSWORD_CHANGED: passwordChanged,
  EMAIL_CHANGE_REQUESTED: emailChangeRequested,
  NEW_EMAIL_VERIFICATION: newEmailVerification,
  EMAIL_CHANGED: emailChanged,
};

/** The kinds that are about an order. */
export const ORDER_KINDS = {
  ORDER_CONFIRMED: orderConfirmed,
  PAYMENT_FAILED: paymentFailed,
  REFUNDED: refunded,
  ORDER_REJECTED: orderRejected,
  ORDER_CANCELLED: orderCancelled,
  ORDER_SHIPPED: orderShipped,
  ORDER_DELIVERED: orderDelivered,
};

/** Every kind, in the order in which customers see them. Its types, its words and its preferences derive from here. */
export const KINDS = { ...ACCOUNT_KINDS, ...ORDER_KINDS };
