import { onceIn } from '@galleria/kit/process/once';
import { withoutPerson } from '../domain/payload.ts';
import type { UnitOfWork } from '../repository/unit-of-work.ts';

export type EraseAccount = (messageId: string, userId: string, erasedAt: Date) => Promise<void>;

/** Forgets what is personal in the letters about an account, in those that come later too. */
export function createEraseAccount(dependencies: { readonly unitOfWork: UnitOfWork }): EraseAccount {
  const once = onceIn(dependencies.unitOfWork);
  return (messageId, userId, erasedAt) =>
    once(messageId, async ({ deadLetters, erasedAccounts }) => {
      await erasedAccounts.lock(userId);
      await erasedAccounts.add(userId, erasedAt);
      for (const { id, payload, type } of await deadLetters.lockAbout(userId)) {
        await deadLetters.rewrite(id, withoutPerson(payload, type));
      }
    });
}
