/** By path relative to the project's root. */
export type RecordedOutputs = Readonly<
  Record<string, { readonly size: number; readonly mtimeMs: number; readonly sha256: string }>
>;

export function recordOutputs(
  root: string,
  outputs: readonly string[],
  belongs?: (path: string) => boolean,
): RecordedOutputs;

export function areOutputsIntact(root: string, recorded: RecordedOutputs): boolean;

export function listFiles(root: string, path: string): string[];
