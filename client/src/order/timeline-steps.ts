import type { OrderStatus, PaymentStatus } from '../graph/generated/schema-types.ts';

export type StepName =
  | 'placed'
  | 'reserved'
  | 'paid'
  | 'mailed'
  | 'shipped'
  | 'delivered'
  | 'soldOut'
  | 'refused'
  | 'released'
  | 'cancelled'
  | 'refunded';

export interface TimelineStep {
  readonly name: StepName;
  readonly state: 'done' | 'current' | 'ahead' | 'failed';
  readonly at: string | undefined;
}

export interface OrderFacts {
  readonly status: OrderStatus;
  readonly timeline: readonly { readonly status: OrderStatus; readonly at: string }[];
  readonly payment: PaymentStatus | undefined;
  /** When the customer was told that it is confirmed. */
  readonly mailedAt: string | undefined;
}

/** The order had this status from the moment that the step was done. */
const REACHED = {
  placed: 'AWAITING_STOCK',
  reserved: 'AWAITING_PAYMENT',
  paid: 'CONFIRMED',
  shipped: 'SHIPPED',
  delivered: 'DELIVERED',
} as const satisfies Partial<Record<StepName, OrderStatus>>;

/** The checkout's saga as steps: the way of an order that goes well, or how far it came and what was made undone. */
export function timelineSteps(facts: OrderFacts): TimelineStep[] {
  const { status, timeline, mailedAt } = facts;
  const atOf = (wanted: OrderStatus) => timeline.find((entry) => entry.status === wanted)?.at;
  const reached = (name: keyof typeof REACHED): TimelineStep => {
    const at = atOf(REACHED[name]);
    return { name, at, state: at === undefined ? 'ahead' : 'done' };
  };
  const came = [reached('placed'), reached('reserved'), reached('paid')].filter(({ state }) => state === 'done');
  const endedAt = atOf(status);
  switch (status) {
    case 'REJECTED':
      return [...came, { name: 'soldOut', state: 'failed', at: endedAt }];
    case 'PAYMENT_FAILED':
      return [
        ...came,
        { name: 'refused', state: 'failed', at: endedAt },
        { name: 'released', state: 'done', at: endedAt },
      ];
    case 'CANCELLED':
      return [...came, { name: 'cancelled', state: 'failed', at: endedAt }, ...undone(facts, endedAt)];
    case 'AWAITING_STOCK':
    case 'AWAITING_PAYMENT':
    case 'CONFIRMED':
    case 'SHIPPED':
    case 'DELIVERED': {
      const mailed: TimelineStep = { name: 'mailed', at: mailedAt, state: mailedAt === undefined ? 'ahead' : 'done' };
      return withCurrent([
        reached('placed'),
        reached('reserved'),
        reached('paid'),
        mailed,
        reached('shipped'),
        reached('delivered'),
      ]);
    }
  }
}

/** What a cancelled order gives back, of what it had taken. */
function undone({ timeline, payment }: OrderFacts, at: string | undefined): TimelineStep[] {
  const had = (status: OrderStatus) => timeline.some((entry) => entry.status === status);
  const released: TimelineStep[] = had('AWAITING_PAYMENT') ? [{ name: 'released', state: 'done', at }] : [];
  if (!had('CONFIRMED')) return released;
  return [...released, { name: 'refunded', state: payment === 'REFUNDED' ? 'done' : 'current', at: undefined }];
}

/** The first step that is not done is under way. */
function withCurrent(steps: readonly TimelineStep[]): TimelineStep[] {
  const current = steps.findIndex(({ state }) => state === 'ahead');
  return steps.map((step, index) => (index === current ? { ...step, state: 'current' } : step));
}

/** Whether nothing will happen to it any more without somebody's doing. */
export function isSettled({ status, payment, mailedAt, timeline }: OrderFacts): boolean {
  if (status === 'CONFIRMED') return mailedAt !== undefined;
  if (status === 'CANCELLED') {
    return !timeline.some((entry) => entry.status === 'CONFIRMED') || payment === 'REFUNDED';
  }
  return status !== 'AWAITING_STOCK' && status !== 'AWAITING_PAYMENT';
}
