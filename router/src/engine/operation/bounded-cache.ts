/** Keeps what was used last, up to a number of bytes. */
export interface BoundedCache<Value> {
  get(key: string): Value | undefined;
  /** `bytes` is about what key and value hold in memory. */
  set(key: string, value: Value, bytes: number): void;
}

interface Entry<Value> {
  readonly value: Value;
  readonly bytes: number;
}

export function createBoundedCache<Value>(maxBytes: number): BoundedCache<Value> {
  // A map remembers the order in which keys came, and so which one was used least lately.
  const entries = new Map<string, Entry<Value>>();
  let held = 0;
  const remove = (key: string): Entry<Value> | undefined => {
    const entry = entries.get(key);
    if (entry === undefined || !entries.delete(key)) return undefined;
    held -= entry.bytes;
    return entry;
  };
  const add = (key: string, entry: Entry<Value>): void => {
    entries.set(key, entry);
    held += entry.bytes;
  };
  return {
    get: (key) => {
      const entry = remove(key);
      if (entry !== undefined) add(key, entry);
      return entry?.value;
    },
    set: (key, value, bytes) => {
      remove(key);
      if (bytes > maxBytes) return;
      add(key, { value, bytes });
      for (const oldest of entries.keys()) {
        if (held <= maxBytes) break;
        remove(oldest);
      }
    },
  };
}
