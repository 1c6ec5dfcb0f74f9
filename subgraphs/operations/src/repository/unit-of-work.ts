import type { Queryable } from '@galleria/kit/database/database';
import { defineUnitOfWork, type UnitOfWorkOf, type WorkOf } from '@galleria/messaging/unit-of-work';
import { createDeadLetterRepository } from './dead-letter-repository.ts';
import { createErasedAccounts } from './erased-accounts.ts';
import { createFaultRepository } from './fault-repository.ts';

const repositories = (transaction: Queryable) => ({
  deadLetters: createDeadLetterRepository(transaction),
  erasedAccounts: createErasedAccounts(transaction),
  faults: createFaultRepository(transaction),
});

/** Everything that one transaction can touch. */
export type Work = WorkOf<typeof repositories>;

export type UnitOfWork = UnitOfWorkOf<Work>;

export const createUnitOfWork = defineUnitOfWork('operations', repositories);
