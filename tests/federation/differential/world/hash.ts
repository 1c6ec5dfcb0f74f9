/**
 * A whole number below 2³², the same for the same parts on every machine: FNV-1a over the UTF-16 units, then the final
 * mix of MurmurHash3, so that the low bits of it are as good as any.
 * http://www.isthe.com/chongo/tech/comp/fnv/ and https://github.com/aappleby/smhasher (both public domain)
 */
export function hashOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    const text = String(part);
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    // What separates ("a", "bc") from ("ab", "c").
    hash = Math.imul(hash ^ 0xffff, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Whether this is one of the cases that come to `percent` of a hundred. */
export function happens(percent: number, ...parts: readonly (string | number)[]): boolean {
  return hashOf('happens', ...parts) % 1_000 < percent * 10;
}

/** One of them, chosen by the hash; throws where there is none. */
export function oneOf<T>(choices: readonly T[], hash: number): T {
  const chosen = choices[hash % choices.length];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
}

/** JSON with the keys of every object in order: equal values give equal text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}
