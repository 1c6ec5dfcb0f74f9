import { stockCommitted, stockLost, stockRejected, stockReleased, stockReserved } from '@galleria/events/inventory';
import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import { onceIn } from '@galleria/kit/process/once';
import { inventoryErrors } from '../domain/errors.ts';
import { commitStep, releaseStep } from '../domain/reservation.ts';
import { mergeLines, missingStock, type StockLine } from '../domain/stock.ts';
import type { OrderMovement } from '../repository/stock-repository.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';
import type { AnnounceStock } from './announce-stock.ts';

const EXPIRY_BATCH = 50;

export interface Reservations {
  /**
   * Holds all lines for the order or none, and answers with stock-reserved or stock-rejected. What is held already is
   * answered for again; a reservation that has ended stays so.
   */
  reserve(messageId: string, order: { orderId: string; lines: readonly StockLine[]; expiresAt: Date }): Promise<void>;
  /**
   * The order is paid: what is held is sold. Answers with stock-lost when there is no hold any more and the pieces are
   * gone.
   */
  commit(messageId: string, orderId: string): Promise<void>;
  /** What is held for the order, or was sold to it, can be ordered again. Throws PIECES_MISSING. */
  release(messageId: string, orderId: string, reason: string): Promise<void>;
  /**
   * Ends holds beyond their time, so that a lost saga cannot keep stock for ever. Gives how many it ended: one that
   * cannot be ended is logged, and keeps no other.
   */
  expire(): Promise<number>;
}

/** Moves pieces in the transaction and tells of what the move crossed. False when some line had too few. */
type MovePieces = (work: Work, lines: readonly StockLine[], movement: Omit<OrderMovement, 'at'>) => Promise<boolean>;

export function createReservations(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly announceStock: AnnounceStock;
  readonly clock: () => Date;
  readonly logger: Logger;
}): Reservations {
  const { unitOfWork, clock, logger } = dependencies;
  const movePieces = createMovePieces(dependencies);
  const once = onceIn(unitOfWork);

  return {
    reserve: (messageId, order) => once(messageId, (work) => reserve(work, movePieces, order)),
    commit: (messageId, orderId) => once(messageId, (work) => commit(work, movePieces, orderId)),
    release: (messageId, orderId, reason) => once(messageId, (work) => release(work, movePieces, orderId, reason)),
    expire: async () => {
      const now = clock();
      const failed: string[] = [];
      let ended = 0;
      for (;;) {
        const orderIds = await unitOfWork((work) => work.reservations.expired(now, EXPIRY_BATCH, failed));
        if (orderIds.length === 0) return ended;
        for (const orderId of orderIds) {
          try {
            await unitOfWork((work) => expireOne(work, movePieces, orderId));
            ended += 1;
          } catch (thrown) {
            failed.push(orderId);
            logger.error({ err: toError(thrown), orderId }, 'a hold cannot be ended');
          }
        }
      }
    },
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
  // First, so that of two commands for one order the second finds it and moves nothing.
  if (!(await work.reservations.insert({ orderId, lines, expiresAt }))) return answerAgain(work, orderId);
  const hold = { kind: 'RESERVED', from: 'available', to: 'reserved', orderId, reason: 'ORDER_PLACED' } as const;
  if (await movePieces(work, lines, hold)) {
    return work.outbox.add(stockReserved, {
      orderId,
      expiresAt: expiresAt.toISOString(),
      productIds: productsOf(lines),
    });
  }
  await work.reservations.remove(orderId);
  const levels = await work.stock.levels(lines.map((line) => line.productId));
  await work.outbox.add(stockRejected, { orderId, reason: 'OUT_OF_STOCK', missing: missingStock(lines, levels) });
}

async function answerAgain(work: Work, orderId: string): Promise<void> {
  const earlier = await work.reservations.lock(orderId);
  if (earlier?.status !== 'HELD' && earlier?.status !== 'COMMITTED') return;
  await work.outbox.add(stockReserved, { orderId, expiresAt: earlier.expiresAt.toISOString() });
}

async function commit(work: Work, movePieces: MovePieces, orderId: string): Promise<void> {
  const reservation = await work.reservations.lock(orderId);
  const step = commitStep(reservation?.status ?? null);
  if (step.kind === 'nothing') return;
  if (reservation !== null && step.kind === 'move') {
    const { as: kind, from, to } = step;
    if (await movePieces(work, reservation.lines, { kind, from, to, orderId, reason: 'ORDER_PAID' })) {
      await work.reservations.setStatus(orderId, 'COMMITTED');
      return work.outbox.add(stockCommitted, { orderId, productIds: productsOf(reservation.lines) });
    }
  }
  await work.outbox.add(stockLost, { orderId, reason: 'OUT_OF_STOCK' });
}

async function release(work: Work, movePieces: MovePieces, orderId: string, reason: string): Promise<void> {
  const reservation = await work.reservations.lock(orderId);
  const step = reservation === null ? null : releaseStep(reservation.status);
  if (reservation === null || step?.kind !== 'move') return;
  const { as: kind, from, to } = step;
  const isMoved = await movePieces(work, reservation.lines, { kind, from, to, orderId, reason });
  if (!isMoved) throw inventoryErrors.PIECES_MISSING({ orderId });
  await work.reservations.setStatus(orderId, 'RELEASED');
  await work.outbox.add(stockReleased, { orderId, reason, productIds: productsOf(reservation.lines) });
}

async function expireOne(work: Work, movePieces: MovePieces, orderId: string): Promise<void> {
  const reservation = await work.reservations.lock(orderId);
  // Another process was here, or a command.
  if (reservation?.status !== 'HELD') return;
  const end = { kind: 'EXPIRED', from: 'reserved', to: 'available', orderId, reason: 'RESERVATION_EXPIRED' } as const;
  if (!(await movePieces(work, reservation.lines, end))) throw inventoryErrors.PIECES_MISSING({ orderId });
  await work.reservations.setStatus(orderId, 'EXPIRED');
  const productIds = productsOf(reservation.lines);
  await work.outbox.add(stockReleased, { orderId, reason: 'RESERVATION_EXPIRED', productIds });
}

function productsOf(lines: readonly StockLine[]): string[] {
  return lines.map(({ productId }) => productId);
}
