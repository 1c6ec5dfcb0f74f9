import { createBoundedCache } from '../engine/operation/bounded-cache.ts';

/** What came for an entity. */
export interface KeptEntity {
  /** As JSON: nobody can write into it, and its size is known. */
  readonly text: string;
  /** In milliseconds since 1970. */
  readonly until: number;
  /** Of the calls that brought entities, the how manyth. */
  readonly call: number;
}

export interface EntityStore {
  /** Undefined for one that is not kept, or has been for long enough. */
  readonly fresh: (key: string) => KeptEntity | undefined;
  /** What was asked for earlier does not take the place of what was asked for later. */
  readonly keep: (key: string, entity: KeptEntity) => void;
}

export interface EntityStoreOptions {
  readonly maxBytes: number;
  readonly now: () => number;
}

/** What an entry holds beside its text: its key, and what the map and its objects take. */
const BYTES_OF_ENTRY = 300;
const BYTES_PER_CHARACTER = 2;

/** In memory; what was not asked for the longest goes first. */
export function createEntityStore({ maxBytes, now }: EntityStoreOptions): EntityStore {
  const kept = createBoundedCache<KeptEntity>(maxBytes);
  return {
    fresh: (key) => {
      const entity = kept.get(key);
      return entity !== undefined && entity.until > now() ? entity : undefined;
    },
    keep: (key, entity) => {
      const present = kept.get(key);
      if (present !== undefined && present.call > entity.call) return;
      kept.set(key, entity, BYTES_OF_ENTRY + entity.text.length * BYTES_PER_CHARACTER);
    },
  };
}
