import type { ResolversTypes } from '../generated/graphql.ts';
import type { ShippingOutcome, StatusChangeOutcome } from '../service/change-status.ts';
import type { PlaceOrderOutcome } from '../service/place-order.ts';
import { priceChanged, productUnavailable } from './cart-results.ts';

type Result<Union extends keyof ResolversTypes> = Awaited<ResolversTypes[Union]>;

const ORDER_NOT_FOUND = {
  __typename: 'OrderNotFound',
  code: 'ORDER_NOT_FOUND',
  message: 'No order has this id.',
} as const;

export function placeOrderResult(outcome: PlaceOrderOutcome): Result<'PlaceOrderResult'> {
  switch (outcome.kind) {
    case 'placed':
    case 'placed-before':
      return { __typename: 'OrderPlaced', order: outcome.order };
    case 'product-unavailable':
      return productUnavailable(outcome.productIds);
    case 'price-changed':
      return priceChanged(outcome);
    case 'cart-empty':
      return { __typename: 'CartEmpty', code: 'CART_EMPTY', message: 'There is nothing in the cart to order.' };
    case 'address-unknown':
      return {
        __typename: 'AddressUnknown',
        code: 'ADDRESS_UNKNOWN',
        message: 'The account has no address with this id.',
      };
    case 'account-suspended':
      return {
        __typename: 'AccountSuspended',
        code: 'ACCOUNT_SUSPENDED',
        message: 'This account may not place orders.',
      };
    case 'invalid-idempotency-key':
      return {
        __typename: 'InvalidIdempotencyKey',
        code: 'INVALID_IDEMPOTENCY_KEY',
        message: 'An idempotency key has 8 to 100 characters.',
      };
    case 'invalid-payment-token':
      return {
        __typename: 'InvalidPaymentToken',
        code: 'INVALID_PAYMENT_TOKEN',
        message: 'A payment token has 1 to 200 characters.',
      };
    case 'idempotency-key-reused':
      return {
        __typename: 'IdempotencyKeyReused',
        code: 'IDEMPOTENCY_KEY_REUSED',
        message: 'This idempotency key came before with other input: make a new one for a new order.',
      };
    case 'temporarily-unavailable':
      return {
        __typename: 'TemporarilyUnavailable',
        code: 'TEMPORARILY_UNAVAILABLE',
        message: 'Nothing was ordered: try again in a moment, with the same idempotency key.',
      };
  }
}

export function cancelResult(outcome: StatusChangeOutcome): Result<'CancelOrderResult'> {
  switch (outcome.kind) {
    case 'changed':
      return { __typename: 'OrderCancelled', order: outcome.order };
    case 'order-not-found':
      return ORDER_NOT_FOUND;
    case 'refused':
      return {
        __typename: 'NotCancellable',
        code: 'NOT_CANCELLABLE',
        message: 'Only a confirmed order that is not on its way yet can be cancelled.',
      };
  }
}

export function shippingResult(outcome: ShippingOutcome): Result<'ShipOrderResult'> {
  switch (outcome.kind) {
    case 'changed':
      return { __typename: 'OrderShipped', order: outcome.order };
    case 'order-not-found':
      return ORDER_NOT_FOUND;
    case 'refused':
      return { __typename: 'NotShippable', code: 'NOT_SHIPPABLE', message: 'Only a confirmed order can be shipped.' };
    case 'invalid-tracking-number':
      return {
        __typename: 'InvalidTrackingNumber',
        code: 'INVALID_TRACKING_NUMBER',
        message: 'A tracking number has 1 to 100 letters, digits, spaces, hyphens, dots, slashes or underscores.',
      };
  }
}

export function deliveryResult(outcome: StatusChangeOutcome): Result<'DeliverOrderResult'> {
  switch (outcome.kind) {
    case 'changed':
      return { __typename: 'OrderDelivered', order: outcome.order };
    case 'order-not-found':
      return ORDER_NOT_FOUND;
    case 'refused':
      return {
        __typename: 'NotDeliverable',
        code: 'NOT_DELIVERABLE',
        message: 'Only a shipped order can be delivered.',
      };
  }
}
