export const HELP: string;

export function readArguments(given: readonly string[]): {
  readonly runs: number;
  readonly loops: number;
  /** What `npm test` gets. */
  readonly rest: string[];
  readonly help: boolean;
  readonly problem: string | undefined;
};
