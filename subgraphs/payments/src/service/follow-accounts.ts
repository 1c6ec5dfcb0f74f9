import type { Locale } from '../domain/locale.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';

/** What payments learns of accounts. Each may be told again: the effect is the same. */
export interface FollowAccounts {
  /** The language that the account's invoices are written in, as of a version of the account. */
  learnLocale(customerId: string, locale: Locale | undefined, version: number): Promise<void>;
  /**
   * Forgets what is personal. Payments, refunds and invoices stay, as the law on accounts requires, under the id of an
   * account that is no more; a charge that arrives later is kept without its address.
   */
  erase(customerId: string): Promise<void>;
}

export function createFollowAccounts(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
}): FollowAccounts {
  const { unitOfWork, clock } = dependencies;
  return {
    learnLocale: async (customerId, locale, version) => {
      if (locale !== undefined) await unitOfWork((work) => work.customers.learnLocale(customerId, locale, version));
    },
    erase: (customerId) =>
      unitOfWork(async (work) => {
        await work.erasure.lockPayments(customerId);
        await work.customers.markErased(customerId, clock());
        await work.erasure.pseudonymise(customerId);
      }),
  };
}
