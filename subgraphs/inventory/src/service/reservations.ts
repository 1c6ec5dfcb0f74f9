import { stockRejected, stockReleased, stockReserved } from '@galleria/events/inventory';
import { inventoryErrors } from '../domain/errors.ts';
import { commitStep, releaseStep } from '../domain/reservation.ts';
import { mergeLines, missingStock, type StockLine } from '../domain/stock.ts';
import type { OrderMovement } from '../repository/stock-repository.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';
import type { AnnounceStock } from './announce-stock.ts';

const EXPIRY_BATCH = 50;

export interface Reservations {
  /** Holds all lines for the order or none, and answers with stock-reserved or stock-rejected. */
  reserve(messageId: string, order: { orderId: string; lines: readonly StockLine[]; expiresAt: Date }): Promise<void>;
  /**
   * The order is paid: what is held is sold. Throws RESERVATION_LOST when the hold had expired and the pieces are gone.
   */
  commit(messageId: string, orderId: string): Promise<void>;
  /** What is held for the order, or was sold to it, can be ordered again. */
  release(messageId: string, orderId: string, reason: string): Promise<void>;
  /** Ends holds beyond their time, so that a lost saga cannot keep stock for ever. Gives how many it ended. */
  expire(): Promise<number>;
}

/** Moves pieces in the transaction and tells of what the move crossed. False when some line had too few. */
type MovePieces = (work: Work, lines: readonly StockLine[], movement: Omit<OrderMovement, 'at'>) => Promise<boolean>;

export function createReservations(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly announceStock: AnnounceStock;
  readonly clock: () => Date;
}): Reservations {
  const { unitOfWork, clock } = dependencies;
  const movePieces = createMovePieces(dependencies);
  const once = (messageId: string, effect: (work: Work) => Promise<void>): Promise<void> =>
    unitOfWork(async (work) => {
      if (await work.inbox.accept(messageId)) await effect(work);
    });

  return {
    reserve: (messageId, order) => once(messageId, (work) => reserve(work, movePieces, order)),
    commit: (messageId, orderId) => once(messageId, (work) => commit(work, movePieces, orderId)),
    release: (messageId, orderId, reason) => once(messageId, (work) => release(work, movePieces, orderId, reason)),
    expire: () =>
      unitOfWork(async (work) => {
        const orderIds = await work.reservations.lockExpired(clock(), EXPIRY_BATCH);
        for (const orderId of orderIds) await expireOne(work, movePieces, orderId);
        return orderIds.length;
      }),
  };
}

function createMovePieces(dependencies: {
  readonly announceStock: AnnounceStock;
  readonly clock: () => Date;
}): MovePieces {
  return async (work, lines, movement) => {
    const at = dependencies.clock();
    const changes = await work.stock.move(lines, { ...movement, at });
    if (changes === null) return false;
    const crossings = changes.map((change) => ({ ...change, thresholdBefore: change.threshold }));
    await dependencies.announceStock(work.outbox, crossings, at);
    return true;
  };
}

async function reserve(
  work: Work,
  movePieces: MovePieces,
  order: { orderId: string; lines: readonly StockLine[]; expiresAt: Date },
): Promise<void> {
  const { orderId, expiresAt } = order;
  const lines = mergeLines(order.lines);
  const hold = { kind: 'RESERVED', from: 'available', to: 'reserved', orderId, reason: 'ORDER_PLACED' } as const;
  if (await movePieces(work, lines, hold)) {
    await work.reservations.insert({ orderId, lines, expiresAt });
    await work.outbox.add(stockReserved, { orderId, expiresAt: expiresAt.toISOString() });
    return;
  }
  const levels = await work.stock.levels(lines.map((line) => line.productId));
  await work.outbox.add(stockRejected, { orderId, reason: 'OUT_OF_STOCK', missing: missingStock(lines, levels) });
}

async function commit(work: Work, movePieces: MovePieces, orderId: string): Promise<void> {
  const reservation = await work.reservations.lock(orderId);
  const step = reservation === null ? null : commitStep(reservation.status);
  if (reservation === null || step?.kind !== 'move') return;
  const { as: kind, from, to } = step;
  const moved = await movePieces(work, reservation.lines, { kind, from, to, orderId, reason: 'ORDER_PAID' });
  if (!moved) throw inventoryErrors.RESERVATION_LOST({ orderId });
  await work.reservations.setStatus(orderId, 'COMMITTED');
}

async function release(work: Work, movePieces: MovePieces, orderId: string, reason: string): Promise<void> {
  const reservation = await work.reservations.lock(orderId);
  const step = reservation === null ? null : releaseStep(reservation.status);
  if (reservation === null || step?.kind !== 'move') return;
  const { as: kind, from, to } = step;
  await movePieces(work, reservation.lines, { kind, from, to, orderId, reason });
  await work.reservations.setStatus(orderId, 'RELEASED');
  await work.outbox.add(stockReleased, { orderId, reason });
}

async function expireOne(work: Work, movePieces: MovePieces, orderId: string): Promise<void> {
  const reservation = await work.reservations.lock(orderId);
  if (reservation === null) return;
  const end = { kind: 'EXPIRED', from: 'reserved', to: 'available', orderId, reason: 'RESERVATION_EXPIRED' } as const;
  await movePieces(work, reservation.lines, end);
  await work.reservations.setStatus(orderId, 'EXPIRED');
  await work.outbox.add(stockReleased, { orderId, reason: 'RESERVATION_EXPIRED' });
}
