import type { UnitOfWork, Work } from '../repository/unit-of-work.ts';

/** The message that caused something. */
export interface Cause {
  readonly id: string;
  readonly correlationId: string;
}

/** Runs `effect` in one transaction with the note that the message was handled. False when it was handled before. */
export function handleOnce(
  unitOfWork: UnitOfWork,
  cause: Cause,
  effect: (work: Work) => Promise<void>,
): Promise<boolean> {
  return unitOfWork(async (work) => {
    if (!(await work.inbox.accept(cause.id))) return false;
    await effect(work);
    return true;
  });
}
