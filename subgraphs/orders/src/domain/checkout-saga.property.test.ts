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
  stock: 'free' | 'held' | 'sold';
  captured: boolean;
  refunded: boolean;
  impossible: number;
}

type Move =
  | 'inventory works'
  | 'inventory has nothing'
  | 'payments captures'
  | 'payments declines'
  | 'stock reply arrives'
  | 'stock reply arrives twice'
  | 'payment reply arrives'
  | 'payment reply arrives twice'
  | 'timeout'
  | 'cancel'
  | 'ship'
  | 'deliver';

const MOVES: readonly Move[] = [
  'inventory works',
  'inventory has nothing',
  'payments captures',
  'payments declines',
  'stock reply arrives',
  'stock reply arrives twice',
  'payment reply arrives',
  'payment reply arrives twice',
  'timeout',
  'cancel',
  'ship',
  'deliver',
];
const SETTLED = statusesThat(({ waitsFor }) => waitsFor === null);

describe('an order, whatever happens in whatever order', () => {
  it('settles, with money and stock where its status says they are', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...MOVES), { maxLength: 60 }), (moves) => {
        const world = placed();
        for (const move of moves) make(world, move);
        letEverythingArrive(world);

        expect(SETTLED).toContain(world.status);
        const { isPaid } = STATUS_FACTS[world.status];
        expect(world.captured && !world.refunded).toBe(isPaid);
        expect(world.stock).toBe(isPaid ? 'sold' : 'free');
        expect(world.impossible).toBe(0);
      }),
      { numRuns: 5_000 },
    );
  });

  it('reaches each of the states in which it may stay', () => {
    const reached = new Set<OrderStatus>();
    for (const moves of fc.sample(fc.array(fc.constantFrom(...MOVES), { minLength: 20, maxLength: 60 }), {
      numRuns: 5_000,
      seed: 1,
    })) {
      const world = placed();
      for (const move of moves) make(world, move);
      letEverythingArrive(world);
      reached.add(world.status);
    }
    expect([...reached].sort()).toEqual([...SETTLED].sort());
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
    case 'payments declines':
      return paymentsTakes(world, false);
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
  if (command === 'inventory.commit-stock' && world.stock === 'held') world.stock = 'sold';
  if (command === 'inventory.release-stock') world.stock = 'free';
}

function paymentsTakes(world: World, accepts: boolean): void {
  const command = world.payments.shift();
  if (command === 'payments.charge') {
    if (accepts) world.captured = true;
    world.paymentReplies.push(accepts ? 'payment-captured' : 'payment-declined');
  }
  if (command === 'payments.refund' && world.captured) world.refunded = true;
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
