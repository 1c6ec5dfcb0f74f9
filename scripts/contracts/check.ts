import type { Base } from './base.ts';
import type { CheckName, Finding } from './finding.ts';
import type { Graph } from './graph.ts';
import type { ShippedOperations } from './operations/operations.ts';
import type { Usage } from './operations/usage.ts';
import type { Verdicts } from './verdicts.ts';

/** The files that are checked. */
export interface FileContext {
  /** The project's folder: files are looked for in it, and named from it. */
  readonly root: string;
  /** What was looked at before and found clean. */
  readonly verdicts: Verdicts;
}

/** What is checked, and what it is compared with. Everything that more than one check needs is loaded once. */
export interface CheckContext extends FileContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The day, such as `2026-01-31`: what is approved or announced ends on one. */
  readonly today: string;
  /** The graph as it is now. Rejects with `CompositionError` when it does not compose. */
  readonly graph: () => Promise<Graph>;
  /** What there was before; undefined when there is nothing to compare with. */
  readonly base: () => Promise<Base | undefined>;
  readonly operations: () => Promise<ShippedOperations>;
  /** What clients really ask for, of each file that counts it; none when nobody has counted. */
  readonly usage: () => Promise<readonly Usage[]>;
}

export interface Check {
  readonly name: CheckName;
  /** A sentence for `--help`. */
  readonly about: string;
  run(context: CheckContext): Promise<readonly Finding[]>;
}

/**
 * One that looks at files and at nothing else: neither at the graph nor at what was before, so that another process can
 * run it, and none has to while the files are as they were when it found nothing.
 */
export interface FileCheck extends Check {
  /** Everything that decides about what it finds, by path from the root: folders, or files. Its own code is known. */
  readonly reads: readonly string[];
  run(context: FileContext): Promise<readonly Finding[]>;
}

export function isFileCheck(check: Check): check is FileCheck {
  return 'reads' in check;
}

/** The checks cannot be run as they were asked for: a person has to ask otherwise. Nothing was found out. */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
  readonly code = 'CANNOT_RUN';
}
