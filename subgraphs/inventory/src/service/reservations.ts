import { stockRejected, stockReleased, stockReserved } from '@galleria/events/inventory';
import { inventoryErrors } from '../domain/errors.ts';
import { commitStep, releaseStep } from '../domain/reservation.ts';
import { mergeLines, missingStock, type StockLine } from '../domain/stock.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';

/** The inbox's name for this service: a message takes effect once. */
const CONSUMER = 'inventory';
const EXPIRY_BATCH = 50;

export interface Reservations {
  /** Holds all lines for the order or none, and answers with stock-reserved or stock-rejected. */
  reserve(messageId: string, order: { orderId: string; lines: readonly StockLine[]; expiresAt: Date }): Promise<void>;
  /** The order is paid: what is held is sold. Throws RESERVATION_LOST when the hold had expired and the pieces are gone. */
  commit(messageId: string, orderId: string): Promise<void>;
  /** What is held for the order, or was sold to it, can be ordered again. */
  release(messageId: string, orderId: string, reason: string): Promise<void>;
  /** Ends holds beyond their time, so that a lost saga cannot keep stock for ever. Gives how many it ended. */
  expire(): Promise<number>;
}

export function createReservations(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
}): Reservations {
  const { unitOfWork, clock } = dependencies;
  const once = (messageId: string, effect: (work: Work) => Promise<void>): Promise<void> =>
    unitOfWork(async (work) => {
      if (await work.inbox.accept(CONSUMER, messageId)) await effect(work);
    });

  return {
    reserve: (messageId, order) => once(messageId, (work) => reserve(work, order)),
    commit: (messageId, orderId) => once(messageId, (work) => commit(work, orderId)),
    release: (messageId, orderId, reason) => once(messageId, (work) => release(work, orderId, reason)),
    expire: () =>
      unitOfWork(async (work) => {
        const orderIds = await work.reservations.lockExpired(clock(), EXPIRY_BATCH);
        for (const orderId of orderIds) await expireOne(work, orderId);
        return orderIds.length;
      }),
  };
}

async function reserve(
  work: Work,
  order: { orderId: string; lines: readonly StockLine[]; expiresAt: Date },
): Promise<void> {
  const { orderId, expiresAt } = order;
  const lines = mergeLines(order.lines);
  if (await work.stock.move(lines, 'available', 'reserved')) {
    await work.reservations.insert({ orderId, lines, expiresAt });
    await work.outbox.add(stockReserved, { orderId, expiresAt: expiresAt.toISOString() });
    return;
  }
  const levels = await work.stock.levels(lines.map((line) => line.productId));
  await work.outbox.add(stockRejected, { orderId, reason: 'OUT_OF_STOCK', missing: missingStock(lines, levels) });
}

async function commit(work: Work, orderId: string): Promise<void> {
  const reservation = await work.reservations.lock(orderId);
  const step = reservation === null ? null : commitStep(reservation.status);
  if (reservation === null || step?.kind !== 'move') return;
  const moved = await work.stock.move(reservation.lines, step.from, step.to);
  if (!moved) throw inventoryErrors.RESERVATION_LOST({ orderId });
  await work.reservations.setStatus(orderId, 'COMMITTED');
}

async function release(work: Work, orderId: string, reason: string): Promise<void> {
  const reservation = await work.reservations.lock(orderId);
  const step = reservation === null ? null : releaseStep(reservation.status);
  if (reservation === null || step?.kind !== 'move') return;
  await work.stock.move(reservation.lines, step.from, step.to);
  await work.reservations.setStatus(orderId, 'RELEASED');
  await work.outbox.add(stockReleased, { orderId, reason });
}

async function expireOne(work: Work, orderId: string): Promise<void> {
  const reservation = await work.reservations.lock(orderId);
  if (reservation === null) return;
  await work.stock.move(reservation.lines, 'reserved', 'available');
  await work.reservations.setStatus(orderId, 'EXPIRED');
  await work.outbox.add(stockReleased, { orderId, reason: 'RESERVATION_EXPIRED' });
}
