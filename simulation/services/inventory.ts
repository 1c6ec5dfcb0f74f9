import { createSubscriptions } from '../../subgraphs/inventory/src/api/consumers.ts';
import { createAdjustStock } from '../../subgraphs/inventory/src/service/adjust-stock.ts';
import { createAnnounceStock } from '../../subgraphs/inventory/src/service/announce-stock.ts';
import { createReservations } from '../../subgraphs/inventory/src/service/reservations.ts';
import { createTrackProducts } from '../../subgraphs/inventory/src/service/track-products.ts';
import type { MemoryDatabase } from '../ports/memory-database.ts';
import { bindInventory, type InventoryTables } from '../repositories/inventory-tables.ts';
import type { ServiceSurroundings } from './service-life.ts';

/** Inventory as its composition root puts it together, over tables in memory. */
export function createInventory(
  { life, clock, logger }: ServiceSurroundings,
  database: MemoryDatabase<InventoryTables>,
) {
  const unitOfWork = database.unitOfWork(life, bindInventory);
  const announceStock = createAnnounceStock({ defaultThreshold: 0 });
  const reservations = createReservations({ unitOfWork, announceStock, clock, logger });
  return {
    subscriptions: createSubscriptions({ reservations, trackProducts: createTrackProducts({ unitOfWork }) }),
    reservations,
    adjustStock: createAdjustStock({ unitOfWork, announceStock, clock }),
  };
}
