import type { Database, Queryable } from '@galleria/kit/database/database';
import { createOutbox, type Outbox } from '@galleria/messaging/outbox/outbox';
import { createAccountRepository, type AccountRepository } from './account-repository.ts';
import { createAddressRepository, type AddressRepository } from './address-repository.ts';
import { createOneTimeTokenRepository, type OneTimeTokenRepository } from './one-time-token-repository.ts';
import { createSessionRepository, type SessionRepository } from './session-repository.ts';
import { createSigningKeyRepository, type SigningKeyRepository } from './signing-key-repository.ts';
import { createThrottleRepository, type ThrottleRepository } from './throttle-repository.ts';

/** Everything that one transaction can touch. This service listens to nobody, so it has no inbox. */
export interface Work {
  readonly accounts: AccountRepository;
  readonly addresses: AddressRepository;
  readonly sessions: SessionRepository;
  readonly oneTimeTokens: OneTimeTokenRepository;
  readonly throttles: ThrottleRepository;
  readonly signingKeys: SigningKeyRepository;
  readonly outbox: Outbox;
}

/** Runs `work` in one transaction: all of it is committed, messages included, or nothing is. */
export type UnitOfWork = <T>(work: (transaction: Work) => Promise<T>) => Promise<T>;

export function createUnitOfWork(database: Database): UnitOfWork {
  return (work) => database.transaction((transaction) => work(bind(transaction)));
}

function bind(transaction: Queryable): Work {
  return {
    accounts: createAccountRepository(transaction),
    addresses: createAddressRepository(transaction),
    sessions: createSessionRepository(transaction),
    oneTimeTokens: createOneTimeTokenRepository(transaction),
    throttles: createThrottleRepository(transaction),
    signingKeys: createSigningKeyRepository(transaction),
    outbox: createOutbox(transaction, { source: 'users' }),
  };
}
