import type { OperationRequest } from './graph-engine.ts';

/** The SHA-256 by which a client calls a persisted query, in lower-case hexadecimal. */
export function persistedHash(extensions: OperationRequest['extensions']): string | undefined {
  const persisted = extensions?.['persistedQuery'];
  if (typeof persisted !== 'object' || persisted === null || !('sha256Hash' in persisted)) return undefined;
  return typeof persisted.sha256Hash === 'string' ? persisted.sha256Hash : undefined;
}
