import { userErased, userRegistered, userUpdated } from '@galleria/events/users';
import type { CheckoutCustomer } from '../../subgraphs/orders/src/clients/users-client.ts';
import { OUTSIDE } from '../people/insistence.ts';
import type { Person } from '../people/person.ts';
import type { MemoryDatabase } from '../ports/memory-database.ts';
import { bindUsers, type UserTables } from '../repositories/user-tables.ts';
import type { ServiceSurroundings } from './service-life.ts';

/** What others hear of users: accounts that change and go, and what orders asks of one. */
export function createUsers(
  { life, clock }: ServiceSurroundings,
  database: MemoryDatabase<UserTables>,
  persons: readonly Person[],
) {
  const unitOfWork = database.unitOfWork(life, bindUsers);
  return {
    isAlive: () => life.isAlive,
    rename: (userId: string, name: string): Promise<void> =>
      unitOfWork(async ({ accounts, outbox }) => {
        const account = await accounts.rename(userId, name);
        if (account !== null) await outbox.add(userUpdated, account);
      }),
    /** Deletes the account and tells of it, in one transaction. */
    eraseMe: (userId: string): Promise<void> =>
      unitOfWork(async ({ accounts, outbox }) => {
        if (!(await accounts.remove(userId))) return;
        await outbox.add(userErased, { userId, erasedAt: clock().toISOString() });
      }),
    checkoutCustomer: (userId: string): Promise<CheckoutCustomer | null> =>
      database.statement(life, ({ accounts }) => {
        const person = persons.find(({ id }) => id === userId);
        return person !== undefined && accounts.has(userId) ? { isSuspended: false, address: person.address } : null;
      }),
  };
}

/** Opens accounts and tells of them before anything begins. */
export function register(database: MemoryDatabase<UserTables>, persons: readonly Person[]): void {
  const registeredAt = new Date().toISOString();
  void database.unitOfWork(
    OUTSIDE,
    bindUsers,
  )(async ({ accounts, outbox }) => {
    for (const { id: userId, email, name } of persons) {
      const account = { userId, email, name, version: 1 };
      await accounts.open(account);
      await outbox.add(userRegistered, { ...account, locale: 'de', registeredAt });
    }
  });
}
