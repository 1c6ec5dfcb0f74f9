import type { CheckName, Finding } from '../finding.ts';

/** That a check was run, whatever it found. */
export interface Outcome {
  readonly check: CheckName;
  /** From the start of all of them: they share what is loaded. */
  readonly milliseconds: number;
}

/** What a run gave. */
export interface Report {
  readonly outcomes: readonly Outcome[];
  readonly findings: readonly Finding[];
  /** How the supergraph differs from what it was, as a unified diff; absent when nothing was compared. */
  readonly schemaDiff?: string;
}

export function findingsOf({ findings }: Report, check: CheckName): readonly Finding[] {
  return findings.filter((finding) => finding.check === check);
}
