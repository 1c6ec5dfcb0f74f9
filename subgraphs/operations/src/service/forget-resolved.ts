import type { UnitOfWork } from '../repository/unit-of-work.ts';

const KEPT_MS = 90 * 86_400_000;

/** Deletes letters 90 days after somebody decided about them; those that wait stay. */
export function createForgetResolved(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
}): () => Promise<void> {
  const { unitOfWork, clock } = dependencies;
  return () => unitOfWork(({ deadLetters }) => deadLetters.deleteResolved(new Date(clock().getTime() - KEPT_MS)));
}
