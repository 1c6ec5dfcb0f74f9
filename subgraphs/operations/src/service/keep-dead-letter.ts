import { isId } from '@galleria/kit/identifiers';
import { subjectOf, withoutPerson } from '../domain/payload.ts';
import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';

type FailedMessage = Parameters<Work['deadLetters']['keep']>[0];

export type KeepDeadLetter = (message: FailedMessage) => Promise<void>;

/** Keeps a message that some service could not handle, without what is personal when its customer is erased by now. */
export function createKeepDeadLetter(dependencies: { readonly unitOfWork: UnitOfWork }): KeepDeadLetter {
  return (message) =>
    dependencies.unitOfWork(async ({ deadLetters, erasedAccounts }) => {
      const { userId: told, ...about } = subjectOf(message.payload);
      // What cannot be read may still have the account as its key.
      const userId = told ?? (message.key !== null && isId(message.key) ? message.key : null);
      if (userId !== null) await erasedAccounts.lock(userId);
      await deadLetters.keep(message, about);
      if (userId !== null && (await erasedAccounts.has(userId))) {
        await deadLetters.rewrite(message.id, withoutPerson(message.payload, message.type));
      }
    });
}
