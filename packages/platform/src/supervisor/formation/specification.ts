import type { Readiness } from '../process/readiness-probe.ts';

/** Everything that it takes to start one program. */
export interface Command {
  readonly executable: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
}

/** A process that runs until Galleria stops. */
export interface ProcessSpecification {
  readonly kind: 'process';
  readonly name: string;
  /** Asked before every start, also after a crash. A rejection counts as a crash. */
  readonly command: () => Promise<Command>;
  /** The port that its `url` names. */
  readonly port: number;
  /** Further ports, by what they are for. */
  readonly alsoListensOn?: Readonly<Record<string, number>>;
  /** Where a person or a program finds it. */
  readonly url: string;
  readonly readiness: Readiness;
  /**
   * A URL that any living process answers, whatever it lacks; absent where the process looks after itself, as
   * PostgreSQL does.
   */
  readonly liveness?: string;
  /** Started when these are ready, or have failed; stopped before them. */
  readonly dependsOn: readonly string[];
  readonly stopSignal: 'SIGTERM' | 'SIGINT';
  /**
   * Sent to one that did not stop in time, before it is killed: PostgreSQL then ends the processes below it, which
   * SIGKILL would not.
   */
  readonly abandonSignal?: 'SIGQUIT';
  /** Without it nothing else makes sense: the start as a whole fails with it. */
  readonly essential: boolean;
}

/** Work that is done once at a start, between the start of one process and another. */
export interface StepSpecification {
  readonly kind: 'step';
  readonly name: string;
  readonly run: (signal: AbortSignal) => Promise<void>;
  /** Left out when one of these failed. */
  readonly dependsOn: readonly string[];
  readonly essential: boolean;
}

export type Specification = ProcessSpecification | StepSpecification;
