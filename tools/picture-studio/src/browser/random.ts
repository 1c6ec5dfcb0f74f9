/**
 * Numbers in [0, 1) that are the same for the same seed on every machine: mulberry32 over an FNV-1a hash of the text.
 */
export function createRandom(seed: string): () => number {
  let state = 0x811c9dc5;
  for (const letter of seed) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * The i-th point of a sequence that fills the unit square evenly however many are taken.
 * R2 of Martin Roberts, "The Unreasonable Effectiveness of Quasirandom Sequences".
 */
export function spreadPoint(index: number): readonly [number, number] {
  return [(0.5 + index * 0.7548776662466927) % 1, (0.5 + index * 0.5698402909980532) % 1];
}
