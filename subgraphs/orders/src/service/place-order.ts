import { createHash } from 'node:crypto';
import { currentContext } from '@galleria/kit/execution-context';
import { newId } from '@galleria/kit/identifiers';
import type { Logger } from '@galleria/kit/logger';
import type { Viewer } from '@galleria/kit/graphql/viewer';
import {
  cartOf,
  orderabilityProblem,
  priceProblem,
  type Cart,
  type CartPriceProblem,
  type OrderabilityProblem,
} from '../domain/cart.ts';
import { deadlineOf, PLACED, type Deadlines } from '../domain/checkout-saga.ts';
import type { Order, ShippingAddress } from '../domain/order.ts';
import { requestProblem, type OrderRequest, type RequestProblem } from '../domain/order-request.ts';
import type { NewOrder, OrderRepository, PlacedBefore } from '../repository/order-repository.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';
import type { CheckCustomer, CustomerCheck } from './check-customer.ts';
import { addCheckoutMessage } from './checkout-messages.ts';

export type PlaceOrderOutcome =
  | { readonly kind: 'placed'; readonly order: Order }
  | KeyUsedOutcome
  | { readonly kind: RequestProblem }
  | OrderabilityProblem
  | CartPriceProblem
  | Exclude<CustomerCheck, { kind: 'may-order' }>;

export interface PlaceOrderDependencies {
  readonly unitOfWork: UnitOfWork;
  /** Outside of any transaction. */
  readonly orders: Pick<OrderRepository, 'byIdempotencyKey'>;
  readonly checkCustomer: CheckCustomer;
  /** Gives a number that is most probably free. */
  readonly nextNumber: () => string;
  readonly currency: string;
  readonly deadlines: Deadlines;
  readonly clock: () => Date;
  readonly logger: Logger;
}

/** A request with who makes it and where it goes. */
interface Placement extends OrderRequest {
  readonly customerId: string;
  readonly address: ShippingAddress;
}

interface Inserted {
  readonly kind: 'placed';
  readonly order: NewOrder;
}

/** What a key gives that came before: the order of that time, unless the rest of the request is another. */
type KeyUsedOutcome =
  { readonly kind: 'placed-before'; readonly order: Order } | { readonly kind: 'idempotency-key-reused' };

const NUMBER_ATTEMPTS = 5;

/**
 * Turns the customer's cart into an order, once for each idempotency key: the order itself is the record of its key, so
 * a key whose request ended in a problem can be used again, and a repeated request gets the same order whatever
 * happened since. Throws UNAUTHENTICATED when the account is gone.
 */
export function createPlaceOrder(dependencies: PlaceOrderDependencies) {
  const writeOrder = createWriteOrder(dependencies);
  return async (viewer: Viewer, request: OrderRequest): Promise<PlaceOrderOutcome> => {
    const problem = requestProblem(request);
    if (problem !== null) return { kind: problem };
    const customerId = viewer.userId;
    const before = await dependencies.orders.byIdempotencyKey(customerId, request.idempotencyKey);
    if (before !== null) return replay(before, request);
    // Outside of the transaction: a slow neighbour must not hold locks and connections here.
    const check = await dependencies.checkCustomer(viewer, request.shippingAddressId);
    if (check.kind !== 'may-order') return check;
    return writeOrder({ ...request, customerId, address: check.address });
  };
}

function createWriteOrder(dependencies: PlaceOrderDependencies) {
  const { unitOfWork, deadlines, logger } = dependencies;
  return async (placement: Placement): Promise<PlaceOrderOutcome> => {
    const { customerId } = placement;
    const written = await unitOfWork(async (work) => {
      const cart = cartOf(customerId, await work.carts.lines(customerId), dependencies.currency);
      const problem = orderabilityProblem(cart) ?? priceProblem(cart, placement.expectedTotal);
      // A twin of this request may have ordered the cart while this one waited for its lines.
      if (problem !== null) return (await replayInside(work, placement)) ?? problem;
      const inserted = await insertOrder(work, dependencies, placement, cart);
      if (inserted.kind !== 'placed') return inserted;
      const { order } = inserted;
      const productIds = order.lines.map((line) => line.productId);
      await work.carts.remove(customerId, productIds);
      for (const send of PLACED.sends) {
        await addCheckoutMessage(work.outbox, { send, order, at: order.placedAt }, deadlines);
      }
      return inserted;
    });
    if (written.kind === 'placed') {
      const { id: orderId, number, status: to } = written.order;
      logger.info({ orderId, number, from: null, to, message: 'place-order' }, 'order advanced');
    }
    return written;
  };
}

/** Gives the new order, or the answer that an earlier request with the same key got. */
async function insertOrder(
  work: Work,
  dependencies: PlaceOrderDependencies,
  placement: Placement,
  cart: Cart,
): Promise<Inserted | KeyUsedOutcome> {
  for (let attempt = 1; attempt <= NUMBER_ATTEMPTS; attempt += 1) {
    const order = newOrder(dependencies, placement, cart);
    if (await work.orders.insert(order)) return { kind: 'placed', order };
    const earlier = await replayInside(work, placement);
    if (earlier !== null) return earlier;
  }
  throw new Error(`${NUMBER_ATTEMPTS} order numbers in a row were taken`);
}

function newOrder(dependencies: PlaceOrderDependencies, placement: Placement, cart: Cart): NewOrder {
  const placedAt = dependencies.clock();
  const { idempotencyKey, paymentToken } = placement;
  return {
    id: newId(),
    number: dependencies.nextNumber(),
    customerId: placement.customerId,
    status: PLACED.to,
    reason: null,
    total: cart.total,
    lines: cart.lines.map(({ productId, name, quantity, unitPrice }) => ({ productId, name, quantity, unitPrice })),
    shippingAddress: placement.address,
    trackingNumber: null,
    placedAt,
    deadlineAt: deadlineOf(PLACED.to, placedAt, dependencies.deadlines),
    paymentToken,
    idempotencyKey,
    isCustomerErased: false,
    requestHash: requestHash(placement),
    correlationId: currentContext()?.correlationId ?? newId(),
  };
}

async function replayInside(work: Work, placement: Placement): Promise<KeyUsedOutcome | null> {
  const before = await work.orders.byIdempotencyKey(placement.customerId, placement.idempotencyKey);
  return before === null ? null : replay(before, placement);
}

function replay(before: PlacedBefore, request: OrderRequest): KeyUsedOutcome {
  if (before.requestHash !== requestHash(request)) return { kind: 'idempotency-key-reused' };
  return { kind: 'placed-before', order: before.order };
}

/** Equal for equal input. A hash, because the payment token must not outlive the charge. */
export function requestHash({ paymentToken, shippingAddressId }: OrderRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([paymentToken, shippingAddressId]))
    .digest('hex');
}
