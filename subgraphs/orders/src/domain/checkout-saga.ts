import { STATUS_FACTS, type OrderStatus } from './order.ts';

/** What can happen to an order after it was placed. */
export type SagaMessage =
  | 'stock-reserved'
  | 'stock-rejected'
  | 'stock-lost'
  | 'payment-captured'
  | 'payment-declined'
  | 'charge-cancellation-refused'
  | 'refund-refused'
  | 'timeout'
  | 'cancel'
  | 'ship'
  | 'deliver';

/** What the saga tells others: commands to inventory and payments, and events of its own. */
export type SagaSend =
  | 'inventory.reserve-stock'
  | 'inventory.commit-stock'
  | 'inventory.release-stock'
  | 'payments.charge'
  | 'payments.cancel-charge'
  | 'payments.refund'
  | 'orders.order-placed'
  | 'orders.order-confirmed'
  | 'orders.order-rejected'
  | 'orders.order-payment-failed'
  | 'orders.order-cancelled'
  | 'orders.order-shipped'
  | 'orders.order-delivered';

type ContradictionCode = 'STOCK_ANSWERS_CONTRADICT' | 'PAYMENT_ANSWERS_CONTRADICT' | 'PAYMENT_BEFORE_STOCK';

type EscalationCode = 'REFUND_REFUSED' | 'SHIPPED_WITHOUT_STOCK';

/** What an order in some state does when something happens. */
export type SagaAnswer =
  /** It goes on to another state. */
  | { readonly kind: 'advance'; readonly to: OrderStatus; readonly sends: readonly SagaSend[] }
  /** It stays as it is, and what others did for it in the meantime is undone. */
  | { readonly kind: 'compensate'; readonly sends: readonly SagaSend[] }
  /** It knows this already, or the moment for it has passed; nothing is owed to anybody. */
  | { readonly kind: 'ignore'; readonly because: 'duplicate' | 'late' }
  /** Somebody asked for what cannot be done in this state, and is told so. */
  | { readonly kind: 'refuse' }
  /** No fault of the network explains it: the message becomes a dead letter with this code, for a person to look at. */
  | { readonly kind: 'impossible'; readonly code: ContradictionCode }
  /** It happens, and no service can put it right: the message becomes a dead letter with this code, for a person. */
  | { readonly kind: 'escalate'; readonly code: EscalationCode };

export type SagaTable = { readonly [State in OrderStatus]: { readonly [Message in SagaMessage]: SagaAnswer } };

/** How an order begins. */
export const PLACED = advance('AWAITING_STOCK', 'inventory.reserve-stock');

/** The whole checkout, one answer for each state and message (docs/decisions/005-checkout-saga.md). */
export const CHECKOUT_SAGA: SagaTable = {
  AWAITING_STOCK: {
    'stock-reserved': advance('AWAITING_PAYMENT', 'orders.order-placed', 'payments.charge'),
    'stock-rejected': advance('REJECTED', 'orders.order-rejected'),
    'stock-lost': impossible('STOCK_ANSWERS_CONTRADICT'),
    'payment-captured': impossible('PAYMENT_BEFORE_STOCK'),
    'payment-declined': impossible('PAYMENT_BEFORE_STOCK'),
    'charge-cancellation-refused': impossible('PAYMENT_BEFORE_STOCK'),
    'refund-refused': impossible('PAYMENT_BEFORE_STOCK'),
    timeout: advance('CANCELLED', 'inventory.release-stock', 'orders.order-cancelled'),
    cancel: refuse(),
    ship: refuse(),
    deliver: refuse(),
  },
  AWAITING_PAYMENT: {
    'stock-reserved': ignore('duplicate'),
    'stock-rejected': impossible('STOCK_ANSWERS_CONTRADICT'),
    'stock-lost': impossible('STOCK_ANSWERS_CONTRADICT'),
    'payment-captured': advance('CONFIRMED', 'inventory.commit-stock', 'orders.order-confirmed'),
    'payment-declined': advance('PAYMENT_FAILED', 'inventory.release-stock', 'orders.order-payment-failed'),
    'charge-cancellation-refused': impossible('PAYMENT_ANSWERS_CONTRADICT'),
    'refund-refused': impossible('PAYMENT_ANSWERS_CONTRADICT'),
    timeout: advance('CANCELLED', 'inventory.release-stock', 'payments.cancel-charge', 'orders.order-cancelled'),
    cancel: refuse(),
    ship: refuse(),
    deliver: refuse(),
  },
  CONFIRMED: {
    'stock-reserved': ignore('duplicate'),
    'stock-rejected': impossible('STOCK_ANSWERS_CONTRADICT'),
    'stock-lost': advance('CANCELLED', 'payments.refund', 'orders.order-cancelled'),
    'payment-captured': ignore('duplicate'),
    'payment-declined': impossible('PAYMENT_ANSWERS_CONTRADICT'),
    'charge-cancellation-refused': impossible('PAYMENT_ANSWERS_CONTRADICT'),
    'refund-refused': escalate('REFUND_REFUSED'),
    timeout: ignore('late'),
    cancel: advance('CANCELLED', 'payments.refund', 'inventory.release-stock', 'orders.order-cancelled'),
    ship: advance('SHIPPED', 'orders.order-shipped'),
    deliver: refuse(),
  },
  REJECTED: {
    'stock-reserved': impossible('STOCK_ANSWERS_CONTRADICT'),
    'stock-rejected': ignore('duplicate'),
    'stock-lost': impossible('STOCK_ANSWERS_CONTRADICT'),
    'payment-captured': compensate('payments.refund'),
    'payment-declined': ignore('late'),
    'charge-cancellation-refused': impossible('PAYMENT_ANSWERS_CONTRADICT'),
    'refund-refused': escalate('REFUND_REFUSED'),
    timeout: ignore('late'),
    cancel: refuse(),
    ship: refuse(),
    deliver: refuse(),
  },
  PAYMENT_FAILED: {
    'stock-reserved': ignore('duplicate'),
    'stock-rejected': impossible('STOCK_ANSWERS_CONTRADICT'),
    'stock-lost': impossible('STOCK_ANSWERS_CONTRADICT'),
    'payment-captured': compensate('payments.refund'),
    'payment-declined': ignore('duplicate'),
    'charge-cancellation-refused': impossible('PAYMENT_ANSWERS_CONTRADICT'),
    'refund-refused': escalate('REFUND_REFUSED'),
    timeout: ignore('late'),
    cancel: refuse(),
    ship: refuse(),
    deliver: refuse(),
  },
  CANCELLED: {
    'stock-reserved': compensate('inventory.release-stock'),
    'stock-rejected': ignore('late'),
    'stock-lost': ignore('late'),
    'payment-captured': compensate('payments.refund'),
    'payment-declined': ignore('late'),
    'charge-cancellation-refused': compensate('payments.refund'),
    'refund-refused': escalate('REFUND_REFUSED'),
    timeout: ignore('late'),
    cancel: refuse(),
    ship: refuse(),
    deliver: refuse(),
  },
  SHIPPED: {
    'stock-reserved': ignore('duplicate'),
    'stock-rejected': impossible('STOCK_ANSWERS_CONTRADICT'),
    'stock-lost': escalate('SHIPPED_WITHOUT_STOCK'),
    'payment-captured': ignore('duplicate'),
    'payment-declined': impossible('PAYMENT_ANSWERS_CONTRADICT'),
    'charge-cancellation-refused': impossible('PAYMENT_ANSWERS_CONTRADICT'),
    'refund-refused': escalate('REFUND_REFUSED'),
    timeout: ignore('late'),
    cancel: refuse(),
    ship: refuse(),
    deliver: advance('DELIVERED', 'orders.order-delivered'),
  },
  DELIVERED: {
    'stock-reserved': ignore('duplicate'),
    'stock-rejected': impossible('STOCK_ANSWERS_CONTRADICT'),
    'stock-lost': escalate('SHIPPED_WITHOUT_STOCK'),
    'payment-captured': ignore('duplicate'),
    'payment-declined': impossible('PAYMENT_ANSWERS_CONTRADICT'),
    'charge-cancellation-refused': impossible('PAYMENT_ANSWERS_CONTRADICT'),
    'refund-refused': escalate('REFUND_REFUSED'),
    timeout: ignore('late'),
    cancel: refuse(),
    ship: refuse(),
    deliver: refuse(),
  },
};

/** How long an order may stay in a state that waits for somebody's answer, in milliseconds. */
export interface Deadlines {
  readonly stockMs: number;
  readonly paymentMs: number;
}

/** When an order that enters the state at `now` stops waiting; null for a state that waits for no answer. */
export function deadlineOf(status: OrderStatus, now: Date, deadlines: Deadlines): Date | null {
  switch (STATUS_FACTS[status].waitsFor) {
    case 'stock':
      return new Date(now.getTime() + deadlines.stockMs);
    case 'payment':
      return new Date(now.getTime() + deadlines.paymentMs);
    case null:
      return null;
  }
}

/** Whether an order can have come to this status by the message. */
export function leadsTo(message: SagaMessage, status: OrderStatus): boolean {
  return Object.values(CHECKOUT_SAGA).some(
    ({ [message]: answer }) => answer.kind === 'advance' && answer.to === status,
  );
}

/** Whether an order in this state can still be given back: then what was taken for it is returned. */
export function isCancellable(status: OrderStatus): boolean {
  return CHECKOUT_SAGA[status].cancel.kind === 'advance';
}

function advance<To extends OrderStatus>(to: To, ...sends: SagaSend[]) {
  return { kind: 'advance', to, sends } as const;
}

function compensate(...sends: SagaSend[]): SagaAnswer {
  return { kind: 'compensate', sends };
}

function ignore(because: 'duplicate' | 'late'): SagaAnswer {
  return { kind: 'ignore', because };
}

function refuse(): SagaAnswer {
  return { kind: 'refuse' };
}

function impossible(code: ContradictionCode): SagaAnswer {
  return { kind: 'impossible', code };
}

function escalate(code: EscalationCode): SagaAnswer {
  return { kind: 'escalate', code };
}
