import type { Queryable } from '@galleria/kit/database/database';
import { defineUnitOfWork, type UnitOfWorkOf, type WorkOf } from '@galleria/messaging/unit-of-work';
import { createAccountRepository } from './account-repository.ts';
import { createAddressRepository } from './address-repository.ts';
import { createOneTimeTokenRepository } from './one-time-token-repository.ts';
import { createSessionRepository } from './session-repository.ts';
import { createSigningKeyRepository } from './signing-key-repository.ts';
import { createThrottleRepository } from './throttle-repository.ts';

const repositories = (transaction: Queryable) => ({
  accounts: createAccountRepository(transaction),
  addresses: createAddressRepository(transaction),
  sessions: createSessionRepository(transaction),
  oneTimeTokens: createOneTimeTokenRepository(transaction),
  throttles: createThrottleRepository(transaction),
  signingKeys: createSigningKeyRepository(transaction),
});

/** Everything that one transaction can touch. */
export type Work = WorkOf<typeof repositories>;

export type UnitOfWork = UnitOfWorkOf<Work>;

export const createUnitOfWork = defineUnitOfWork('users', repositories);
