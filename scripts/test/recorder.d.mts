import type { Reporter } from 'vitest/reporters';

export interface ProjectRecord {
  passed: number;
  failed: number;
  skipped: number;
  startedAt: number;
  endedAt: number;
}

export interface RunRecord {
  readonly projects: Map<string, ProjectRecord>;
  readonly skipped: { readonly test: string; readonly file: string; readonly reason: string }[];
  /** Tests that the arguments leave out, by their names. */
  notChosen: number;
  /** What was thrown where no test waited for it. */
  errors: number;
}

export function createRecorder(options: { readonly onProgress: (line: string) => void; readonly now?: () => number }): {
  readonly record: RunRecord;
  readonly reporter: Reporter;
};
