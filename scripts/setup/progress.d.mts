import type { Progress } from '../../packages/platform/src/cli/progress.ts';

export function createProgress(
  stream?: { readonly isTTY?: boolean; readonly columns?: number; write(text: string): boolean },
  env?: Readonly<Record<string, string | undefined>>,
): Progress;
