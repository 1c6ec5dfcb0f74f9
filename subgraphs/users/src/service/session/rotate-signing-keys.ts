import { planRotation } from '../../domain/signing-key.ts';
import type { UnitOfWork } from '../../repository/unit-of-work.ts';
import { generateSigningKey } from './signing-keys.ts';

export interface RotationReport {
  /** The key that was made; null when another one waits for its turn already. */
  readonly made: string | null;
  readonly signsFrom: Date;
  /** Keys that stay published for the tokens they sign until the new one does. */
  readonly retired: readonly string[];
  /** Keys whose last token has expired. */
  readonly removed: readonly string[];
}

/**
 * Makes the key that is to sign next, in one step for which nobody has to come back: it is published at once and signs
 * when every verifier has it; the keys before it stay in the key set until the last of their tokens has expired. Of two
 * rotations at once, one makes a key.
 */
export function createRotateSigningKeys(dependencies: {
  readonly unitOfWork: UnitOfWork;
  readonly clock: () => Date;
  readonly tokenLifetimeSeconds: number;
}) {
  const { unitOfWork, clock, tokenLifetimeSeconds } = dependencies;

  return async (): Promise<RotationReport> => {
    const generated = await generateSigningKey();
    return unitOfWork(async ({ signingKeys }) => {
      await signingKeys.lockAll();
      const now = clock();
      const removed = await signingKeys.removeRetired(now);
      const plan = planRotation(await signingKeys.list(), now, tokenLifetimeSeconds);
      const { signsFrom } = plan;
      if (plan.kind === 'under-way') return { made: null, signsFrom, retired: [], removed };
      const retired = await signingKeys.retire(plan.retiredUntil);
      await signingKeys.insert({ ...generated, signsFrom, publishedUntil: null }, now);
      return { made: generated.id, signsFrom, retired, removed };
    });
  };
}
