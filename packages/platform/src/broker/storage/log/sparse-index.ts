/** Bytes of log between two entries: the most that a lookup reads in vain. */
export const INDEX_INTERVAL_BYTES = 4096;

/**
 * Where in a segment file an offset is to be looked for. Lives in memory only and is rebuilt when the broker starts.
 */
export interface SparseIndex {
  /** Notes the batch if it stands far enough behind the last one noted. Batches come in order. */
  note(offset: number, position: number): void;
  /** The position of the last noted batch that starts at or before the offset; 0 where there is none. */
  floor(offset: number): number;
}

export function createSparseIndex(): SparseIndex {
  const offsets: number[] = [];
  const positions: number[] = [];
  let lastPosition = 0;

  return {
    note(offset, position) {
      if (position - lastPosition < INDEX_INTERVAL_BYTES) return;
      offsets.push(offset);
      positions.push(position);
      lastPosition = position;
    },
    floor(offset) {
      let low = 0;
      let high = offsets.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((offsets[middle] ?? Infinity) <= offset) low = middle + 1;
        else high = middle;
      }
      return low === 0 ? 0 : (positions[low - 1] ?? 0);
    },
  };
}
