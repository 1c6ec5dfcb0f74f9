import type { Place } from '../compose/problem.ts';

export type CheckName = 'composition' | 'schema' | 'operations' | 'lint' | 'events' | 'databases' | 'boundaries';

export type Severity = 'error' | 'warning' | 'note';

/** One thing that a check has to say. */
export interface Finding {
  readonly check: CheckName;
  /** Stable, upper case. */
  readonly code: string;
  /** An error breaks somebody; a warning may; a note is what somebody may want to know. */
  readonly severity: Severity;
  readonly message: string;
  /** Where it is, the one to begin with first. */
  readonly places: readonly Place[];
  /** The remedy. */
  readonly hint?: string;
}

export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
