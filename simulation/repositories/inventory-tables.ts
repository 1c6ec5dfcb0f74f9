import type { Reservation } from '../../subgraphs/inventory/src/domain/reservation.ts';
import type { StockLevel } from '../../subgraphs/inventory/src/domain/stock.ts';
import type { ReservationRepository } from '../../subgraphs/inventory/src/repository/reservation-repository.ts';
import type { StockRepository } from '../../subgraphs/inventory/src/repository/stock-repository.ts';
import type { Work } from '../../subgraphs/inventory/src/repository/unit-of-work.ts';
import type { Table } from '../ports/memory-database.ts';
import { check, pick, updateRow } from '../ports/memory-rows.ts';

export interface InventoryTables {
  readonly levels: Table<StockLevel>;
  readonly reservations: Table<Reservation>;
  readonly [name: string]: Table<unknown>;
}

export const emptyInventory = (): InventoryTables => ({ levels: new Map(), reservations: new Map() });

/** Everything that one transaction of inventory can touch. Its ledger is left out: nobody reads it in a schedule. */
export function bindInventory(tables: InventoryTables): Omit<Work, 'outbox' | 'inbox'> {
  return { stock: createStock(tables), reservations: createReservationTable(tables) };
}

function createStock({ levels }: InventoryTables): StockRepository {
  return {
    open: async (productId) => {
      if (levels.has(productId)) return;
      levels.set(productId, { productId, available: 0, reserved: 0, sold: 0, threshold: null });
    },
    levels: async (productIds) => [...new Set(productIds)].flatMap((id) => levels.get(id) ?? []),
    move: async (lines, { from, to }) => {
      const moved = lines.flatMap(({ productId, quantity }) => {
        const level = levels.get(productId);
        if (level === undefined || level[from] < quantity) return [];
        return [{ before: level, after: { ...level, [from]: level[from] - quantity, [to]: level[to] + quantity } }];
      });
      if (moved.length < lines.length) return null;
      check({ stock_movements_move_something: lines.every(({ quantity }) => quantity !== 0) });
      for (const { after } of moved) levels.set(after.productId, after);
      return moved.map(({ before, after }) => ({
        ...pick(after, ['productId', 'available', 'threshold']),
        availableBefore: before.available,
      }));
    },
    adjust: async ({ productId, delta }) => {
      const level = levels.get(productId);
      if (level === undefined || level.available + delta < 0) return null;
      check({ stock_movements_move_something: delta !== 0 });
      return updateRow(levels, productId, ({ available }) => ({ available: available + delta })) ?? null;
    },
    setThreshold: async (productId, threshold) => {
      const thresholdBefore = levels.get(productId)?.threshold ?? null;
      check({ stock_levels_threshold_not_negative: threshold === null || threshold >= 0 || !levels.has(productId) });
      const changed = updateRow(levels, productId, () => ({ threshold }));
      return changed === undefined ? null : { ...changed, thresholdBefore };
    },
  };
}

function createReservationTable({ reservations }: InventoryTables): ReservationRepository {
  return {
    insert: async ({ orderId, lines, expiresAt }) => {
      if (reservations.has(orderId)) return false;
      check({
        reservation_lines_pkey: new Set(lines.map(({ productId }) => productId)).size === lines.length,
        reservation_lines_quantity_positive: lines.every(({ quantity }) => quantity > 0),
      });
      const sorted = lines
        .map((line) => pick(line, ['productId', 'quantity']))
        .sort((a, b) => (a.productId < b.productId ? -1 : 1));
      reservations.set(orderId, { orderId, lines: sorted, expiresAt, status: 'HELD' });
      return true;
    },
    remove: async (orderId) => void reservations.delete(orderId),
    lock: async (orderId) => reservations.get(orderId) ?? null,
    setStatus: async (orderId, status) => void updateRow(reservations, orderId, () => ({ status })),
    expired: async (now, limit, except) =>
      [...reservations.values()]
        .filter(({ status, expiresAt, orderId }) => status === 'HELD' && expiresAt <= now && !except.includes(orderId))
        .sort((a, b) => Number(a.expiresAt) - Number(b.expiresAt))
        .slice(0, limit)
        .map(({ orderId }) => orderId),
  };
}
