import type { PrismaClient } from '../generated/prisma/client.ts';
import type { Account } from '../domain/account.ts';
import type { Address } from '../domain/address.ts';

/** Reads outside of any transaction. */
export interface AccountReader {
  /** Those that exist, in no order. One query for any number. */
  byIds(ids: readonly string[]): Promise<Account[]>;
  /** For signing in; the address is normalised. */
  withPasswordByEmail(email: string): Promise<{ readonly account: Account; readonly passwordHash: string } | null>;
  /** The addresses of many accounts, oldest first. One query for any number. */
  addressesByAccountIds(ids: readonly string[]): Promise<(Address & { readonly accountId: string })[]>;
}

export function createAccountReader(prisma: PrismaClient): AccountReader {
  return {
    byIds: (ids) => prisma.account.findMany({ where: { id: { in: [...ids] } }, omit: { passwordHash: true } }),
    withPasswordByEmail: async (email) => {
      const row = await prisma.account.findUnique({ where: { email } });
      if (row === null) return null;
      const { passwordHash, ...account } = row;
      return { account, passwordHash };
    },
    addressesByAccountIds: (ids) =>
      prisma.address.findMany({ where: { accountId: { in: [...ids] } }, orderBy: { id: 'asc' } }),
  };
}
