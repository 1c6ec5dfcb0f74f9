import type { Locale, Role } from '../../domain/account.ts';
import type { AddressLines } from '../../domain/address.ts';
import type { AccountReader } from '../../repository/account-reader.ts';
import type { UnitOfWork } from '../../repository/unit-of-work.ts';
import { openAccount } from './open-account.ts';
import type { PasswordHasher } from '../password/password-hasher.ts';
import { newId } from '@galleria/kit/identifiers';

export interface SeedAccount {
  readonly email: string;
  readonly name: string;
  readonly locale: Locale;
  readonly roles: readonly Role[];
  readonly addresses: readonly AddressLines[];
}

/**
 * Opens the accounts that do not exist yet, each with its addresses in one transaction; gives how many it opened. They
 * are for looking around: their password need not pass the policy that sign-up has, and their addresses count as
 * verified. Everybody knows that password, so none becomes an administrator where the shop has one: the seeded one may
 * have moved to another address.
 */
export function createSeedAccounts(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly reader: AccountReader;
  readonly passwordHasher: PasswordHasher;
  readonly clock: () => Date;
}) {
  const { unitOfWork, reader, passwordHasher, clock } = dependencies;

  const seedOne = async (seed: SeedAccount, password: string): Promise<boolean> => {
    if ((await reader.withPasswordByEmail(seed.email)) !== null) return false;
    const passwordHash = await passwordHasher.hash(password);
    return unitOfWork(async (work) => {
      if (seed.roles.includes('ADMINISTRATOR') && (await work.accounts.lockAdministrators()).length > 0) return false;
      const account = await openAccount(work, { ...seed, passwordHash, emailVerified: true }, clock());
      if (account === null) return false;
      for (const [index, lines] of seed.addresses.entries()) {
        await work.addresses.insert(account.id, { id: newId(), ...lines, isDefault: index === 0 });
      }
      return true;
    });
  };

  return async (seeds: readonly SeedAccount[], password: string): Promise<number> => {
    let opened = 0;
    for (const seed of seeds) if (await seedOne(seed, password)) opened += 1;
    return opened;
  };
}
