import type { Queryable } from '@galleria/kit/database/database';
import { defineUnitOfWork, type UnitOfWorkOf, type WorkOf } from '@galleria/messaging/unit-of-work';
import { createReservationRepository } from './reservation-repository.ts';
import { createStockRepository } from './stock-repository.ts';

const repositories = (transaction: Queryable) => ({
  stock: createStockRepository(transaction),
  reservations: createReservationRepository(transaction),
});

/** Everything that one transaction can touch. */
export type Work = WorkOf<typeof repositories>;

export type UnitOfWork = UnitOfWorkOf<Work>;

export const createUnitOfWork = defineUnitOfWork('inventory', repositories);
