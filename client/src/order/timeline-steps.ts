import type { OrderStatus, PaymentStatus } from '../graph/generated/schema-types.ts';
import { STATUS_FACTS } from './order-status.ts';

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
function undone(facts: OrderFacts, at: string | undefined): TimelineStep[] {
  const hadPieces = facts.timeline.some(({ status }) => STATUS_FACTS[status].held !== 'nothing');
  const released: TimelineStep[] = hadPieces ? [{ name: 'released', state: 'done', at }] : [];
  if (!wasPaid(facts)) return released;
  const isRefunded = facts.payment === 'REFUNDED';
  return [...released, { name: 'refunded', state: isRefunded ? 'done' : 'current', at: undefined }];
}

function wasPaid({ timeline }: OrderFacts): boolean {
  return timeline.some(({ status }) => STATUS_FACTS[status].held === 'pieces and money');
}

/** The first step that is not done is under way. */
function withCurrent(steps: readonly TimelineStep[]): TimelineStep[] {
  const current = steps.findIndex(({ state }) => state === 'ahead');
  return steps.map((step, index) => (index === current ? { ...step, state: 'current' } : step));
}

/** Whether nothing will happen to it any more, whatever anybody does. */
export function isOver(facts: OrderFacts): boolean {
  return facts.status !== 'CONFIRMED' && facts.status !== 'SHIPPED' && isSettled(facts);
}

/** Whether nothing will happen to it any more without somebody's doing. */
export function isSettled(facts: OrderFacts): boolean {
  switch (facts.status) {
    case 'AWAITING_STOCK':
    case 'AWAITING_PAYMENT':
      return false;
    case 'CONFIRMED':
      return facts.mailedAt !== undefined;
    case 'CANCELLED':
      return !wasPaid(facts) || facts.payment === 'REFUNDED';
    case 'REJECTED':
    case 'PAYMENT_FAILED':
    case 'SHIPPED':
    case 'DELIVERED':
      return true;
  }
}
