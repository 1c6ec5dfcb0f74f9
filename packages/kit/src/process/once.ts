/** What a message needs of the transaction that it takes effect in: a note of it that can be made once. */
export interface Noting {
  readonly inbox: { accept(messageId: string): Promise<boolean> };
}

/**
 * Runs `effect` in one transaction with the note that the message was handled, so that it takes effect once however
 * often it comes. Gives what the effect gives; undefined when the message was handled before.
 */
export type Once<Work extends Noting> = <T>(
  messageId: string,
  effect: (work: Work) => Promise<T>,
) => Promise<T | undefined>;

export function onceIn<Work extends Noting>(
  unitOfWork: <T>(work: (transaction: Work) => Promise<T>) => Promise<T>,
): Once<Work> {
  return (messageId, effect) =>
    unitOfWork(async (work) => ((await work.inbox.accept(messageId)) ? effect(work) : undefined));
}
