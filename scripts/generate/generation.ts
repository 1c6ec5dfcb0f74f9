/** One thing to generate: where it goes, what it is made from, and how. */
export interface Generation {
  /** Relative to the project's root; a file or a directory. */
  readonly output: string;
  /** Changes when any input changes. */
  readonly fingerprint: string;
  readonly generate: () => Promise<void>;
}
