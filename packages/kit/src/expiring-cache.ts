export interface ExpiringCache<Value> {
  /** The value, unless it was never set, has expired or was evicted. */
  get(key: string): Value | undefined;
  /** `expiresAt` is in milliseconds since the epoch. */
  set(key: string, value: Value, expiresAt: number): void;
}

/**
 * Remembers at most `maxEntries` values, each until its own time; when full, the entry set longest ago makes room.
 * For what is costly to compute and harmless to compute again.
 */
export function createExpiringCache<Value>(options: {
  readonly maxEntries: number;
  readonly now?: () => number;
}): ExpiringCache<Value> {
  const now = options.now ?? Date.now;
  const entries = new Map<string, { readonly value: Value; readonly expiresAt: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (entry.expiresAt > now()) return entry.value;
      entries.delete(key);
      return undefined;
    },
    set(key, value, expiresAt) {
      entries.delete(key);
      entries.set(key, { value, expiresAt });
      if (entries.size <= options.maxEntries) return;
      const oldest = entries.keys().next();
      if (oldest.done !== true) entries.delete(oldest.value);
    },
  };
}
