import type { UnitOfWork } from '../repository/unit-of-work.ts';
import { handleOnce, type Cause } from './handle-once.ts';

/** Forgets an account: what it was told, its mails and their log, where it is reached and what it wants. */
export type EraseAccount = (cause: Cause, userId: string, erasedAt: Date) => Promise<void>;

/**
 * A mail that a mail server is taking at this moment still arrives. Nothing that comes later for the account is told:
 * the row that says "erased" stays, and holds nothing but the id and the time.
 */
export function createEraseAccount({ unitOfWork }: { readonly unitOfWork: UnitOfWork }): EraseAccount {
  return async (cause, userId, erasedAt) => {
    await handleOnce(unitOfWork, cause, ({ erasure }) => erasure.erase(userId, erasedAt));
  };
}
