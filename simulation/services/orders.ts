import { createSubscriptions } from '../../subgraphs/orders/src/api/consumers.ts';
import type { UsersClient } from '../../subgraphs/orders/src/clients/users-client.ts';
import type { OrderRepository } from '../../subgraphs/orders/src/repository/order-repository.ts';
import { createAdvanceCheckout } from '../../subgraphs/orders/src/service/advance-checkout.ts';
import { createChangeCart } from '../../subgraphs/orders/src/service/change-cart.ts';
import { createChangeStatus } from '../../subgraphs/orders/src/service/change-status.ts';
import { createCheckCustomer } from '../../subgraphs/orders/src/service/check-customer.ts';
import { createEraseCustomer } from '../../subgraphs/orders/src/service/erase-customer.ts';
import { createReplies } from '../../subgraphs/orders/src/service/handle-replies.ts';
import { createPlaceOrder } from '../../subgraphs/orders/src/service/place-order.ts';
import { createTakeStep } from '../../subgraphs/orders/src/service/take-step.ts';
import { createTimeOutOrders } from '../../subgraphs/orders/src/service/time-out-orders.ts';
import { createTrackPrices } from '../../subgraphs/orders/src/service/track-prices.ts';
import type { MemoryDatabase } from '../ports/memory-database.ts';
import { bindOrders, createOrderTable, type OrderTables } from '../repositories/order-tables.ts';
import type { ServiceSurroundings } from './service-life.ts';

const CURRENCY = 'CHF';
const ORDER_DEADLINES = { stockMs: 8_000, paymentMs: 12_000 };

/** Orders as its composition root puts it together, over tables in memory. */
export function createOrders(
  { life, clock, logger }: ServiceSurroundings,
  database: MemoryDatabase<OrderTables>,
  usersClient: UsersClient,
) {
  const unitOfWork = database.unitOfWork(life, bindOrders);
  const takeStep = createTakeStep({ clock, deadlines: ORDER_DEADLINES });
  const advanceCheckout = createAdvanceCheckout({ unitOfWork, takeStep, logger });
  const orders: Pick<OrderRepository, 'overdue' | 'byIdempotencyKey'> = {
    overdue: (now, limit) => createOrderTable(database.tables()).overdue(now, limit),
    byIdempotencyKey: (customer, key) => createOrderTable(database.tables()).byIdempotencyKey(customer, key),
  };
  return {
    subscriptions: createSubscriptions({
      replies: createReplies({ advanceCheckout }),
      trackPrices: createTrackPrices({ unitOfWork }),
      eraseCustomer: createEraseCustomer({ unitOfWork, takeStep, logger }),
    }),
    timeOutOrders: createTimeOutOrders({ orders, advanceCheckout, clock, logger }),
    changeStatus: createChangeStatus({ advanceCheckout }),
    changeCart: createChangeCart({ unitOfWork, currency: CURRENCY }),
    placeOrder: createPlaceOrder({
      unitOfWork,
      orders,
      checkCustomer: createCheckCustomer({ usersClient }),
      nextNumber: () => `G-${String(database.tables().orders.size + 1).padStart(8, '0')}`,
      currency: CURRENCY,
      deadlines: ORDER_DEADLINES,
      clock,
      logger,
    }),
  };
}
