import type { Rewrite } from '../../plan/plan.ts';
import type { PathKey } from './error-log.ts';

/** For paths of errors: a subgraph speaks of the keys that it was asked for, before they are renamed. */
export function renamedKeys(rewrites: readonly Rewrite[]): (path: readonly PathKey[]) => readonly PathKey[] {
  const names = new Map(rewrites.flatMap((rewrite) => (rewrite.kind === 'rename' ? [[rewrite.key, rewrite.to]] : [])));
  return names.size === 0 ? (path) => path : (path) => path.map((key) => names.get(String(key)) ?? key);
}
