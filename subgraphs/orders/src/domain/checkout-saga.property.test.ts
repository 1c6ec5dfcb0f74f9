import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKOUT_SAGA, PLACED, type SagaMessage, type SagaSend } from './checkout-saga.ts';
import { STATUS_FACTS, statusesThat, type OrderStatus } from './order.ts';

/**
 * One order and its two neighbours, as far as the saga can see them. Each neighbour takes its commands in the order
 * they were sent and answers in that order; between them, and against time and people, any order is possible. Replies
 * may come twice.
 */
interface World {
  status: OrderStatus;
  readonly inventory: SagaSend[];
  readonly payments: SagaSend[];
  readonly stockReplies: SagaMessage[];
  readonly paymentReplies: SagaMessage[];
  /** Where the pieces are; those of a hold that expired may be somebody else's when they are wanted again. */
  stock: 'free' | 'held' | 'expired' | 'sold';
  captured: boolean;
  refunded: boolean;
  /** Owed, and in the hands of a person. */
  isRefundEscalated: boolean;
  isStockEscalated: boolean;
  impossible: number;
}

type Move =
  | 'inventory works'
  | 'inventory has nothing'
  | 'payments captures'
  | 'payments captures, and the word is lost'
  | 'payments declines'
  | 'a hold expires'
  | 'stock reply arrives'
  | 'stock reply arrives twice'
  | 'payment reply arrives'
  | 'payment reply arrives twice'
  | 'timeout'
  | 'cancel'
  | 'ship'
  | 'deliver';

/** How often each is drawn: an order must come far before most of what can go wrong is possible. */
const WEIGHTS: Readonly<Record<Move, number>> = {
  'inventory works': 8,
  'inventory has nothing': 3,
  'payments captures': 8,
  'payments captures, and the word is lost': 2,
  'payments declines': 4,
  'a hold expires': 2,
  'stock reply arrives': 8,
  'stock reply arrives twice': 2,
  'payment reply arrives': 8,
  'payment reply arrives twice': 2,
  timeout: 1,
  cancel: 6,
  ship: 1,
  deliver: 2,
};
const move = fc.oneof(
  ...(Object.entries(WEIGHTS) as [Move, number][]).map(([name, weight]) => ({ weight, arbitrary: fc.constant(name) })),
);
const SETTLED = statusesThat(({ waitsFor }) => waitsFor === null);

describe('an order, whatever happens in whatever order', () => {
  it('settles, with money and stock where its status says they are', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60, size: 'max' }), (moves) => {
        const world = placed();
        for (const each of moves) make(world, each);
        letEverythingArrive(world);

        expect(SETTLED).toContain(world.status);
        const { isPaid } = STATUS_FACTS[world.status];
        if (!world.isRefundEscalated) expect(world.captured && !world.refunded).toBe(isPaid);
        if (!world.isStockEscalated) expect(world.stock === 'sold').toBe(isPaid);
        expect(world.stock).not.toBe('held');
        expect(world.impossible).toBe(0);
      }),
      { numRuns: 10_000 },
    );
  });

  it('reaches each of the states in which it may stay, and what goes wrong late', () => {
    const reached = new Set<OrderStatus>();
    let lost = 0;
    let refused = 0;
    for (const moves of fc.sample(fc.array(move, { minLength: 20, maxLength: 60 }), {
      numRuns: 5_000,
      seed: 1,
    })) {
      const world = placed();
      for (const each of moves) make(world, each);
      letEverythingArrive(world);
      reached.add(world.status);
      if (world.captured && world.stock === 'expired') lost += 1;
      if (world.isRefundEscalated) refused += 1;
    }
    expect([...reached].sort()).toEqual([...SETTLED].sort());
    expect(lost).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(10);
  });
});

function placed(): World {
  return {
    status: PLACED.to,
    inventory: [...PLACED.sends],
    payments: [],
    stockReplies: [],
    paymentReplies: [],
    stock: 'free',
    captured: false,
    refunded: false,
    isRefundEscalated: false,
    isStockEscalated: false,
    impossible: 0,
  };
}

function make(world: World, move: Move): void {
  switch (move) {
    case 'inventory works':
      return inventoryTakes(world, true);
    case 'inventory has nothing':
      return inventoryTakes(world, false);
    case 'payments captures':
      return paymentsTakes(world, true);
    case 'payments captures, and the word is lost':
      return paymentsTakes(world, true, true);
    case 'payments declines':
      return paymentsTakes(world, false);
    case 'a hold expires':
      if (world.stock === 'held') world.stock = 'expired';
      return;
    case 'stock reply arrives':
    case 'stock reply arrives twice':
      return deliver(world, world.stockReplies, move.endsWith('twice'));
    case 'payment reply arrives':
    case 'payment reply arrives twice':
      return deliver(world, world.paymentReplies, move.endsWith('twice'));
    default:
      return hear(world, move);
  }
}

function inventoryTakes(world: World, hasStock: boolean): void {
  const command = world.inventory.shift();
  if (command === 'inventory.reserve-stock') {
    if (hasStock) world.stock = 'held';
    world.stockReplies.push(hasStock ? 'stock-reserved' : 'stock-rejected');
  }
  if (command === 'inventory.commit-stock') {
    if (world.stock === 'held' || hasStock) world.stock = 'sold';
    else world.stockReplies.push('stock-lost');
  }
  if (command === 'inventory.release-stock') world.stock = 'free';
}

function paymentsTakes(world: World, accepts: boolean, isWordLost = false): void {
  const command = world.payments.shift();
  if (command === 'payments.charge') {
    if (accepts) world.captured = true;
    if (!isWordLost) world.paymentReplies.push(accepts ? 'payment-captured' : 'payment-declined');
  }
  if (command === 'payments.cancel-charge' && world.captured) world.paymentReplies.push('charge-cancellation-refused');
  if (command === 'payments.refund' && world.captured && !world.refunded) {
    if (accepts) world.refunded = true;
    else world.paymentReplies.push('refund-refused');
  }
}

function deliver(world: World, replies: SagaMessage[], twice: boolean): void {
  const reply = replies.shift();
  if (reply === undefined) return;
  hear(world, reply);
  if (twice) hear(world, reply);
}

function hear(world: World, message: SagaMessage): void {
  const answer = CHECKOUT_SAGA[world.status][message];
  if (answer.kind === 'impossible') world.impossible += 1;
  if (answer.kind === 'escalate' && message === 'refund-refused') world.isRefundEscalated = true;
  if (answer.kind === 'escalate' && message === 'stock-lost') world.isStockEscalated = true;
  if (answer.kind === 'advance') world.status = answer.to;
  if (answer.kind !== 'advance' && answer.kind !== 'compensate') return;
  world.inventory.push(...answer.sends.filter((send) => send.startsWith('inventory.')));
  world.payments.push(...answer.sends.filter((send) => send.startsWith('payments.')));
}

function letEverythingArrive(world: World): void {
  const isWaiting = () =>
    world.inventory.length + world.payments.length + world.stockReplies.length + world.paymentReplies.length > 0;
  do {
    while (isWaiting()) {
      inventoryTakes(world, true);
      paymentsTakes(world, true);
      deliver(world, world.stockReplies, false);
      deliver(world, world.paymentReplies, false);
    }
    hear(world, 'timeout');
  } while (isWaiting());
}
