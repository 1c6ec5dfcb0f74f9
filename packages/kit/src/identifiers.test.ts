import { v7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { idBefore, isId } from './identifiers.ts';

describe('an id of some time before another', () => {
  const at = (msecs: number) => v7({ msecs });
  const NOW = Date.UTC(2026, 0, 31);

  it('comes before all that were made since, and after all that were made earlier', () => {
    const bound = idBefore(at(NOW), 60_000);
    expect(isId(bound)).toBe(true);
    for (const since of [at(NOW), at(NOW - 59_999)]) expect(since > bound).toBe(true);
    expect(at(NOW - 60_001) < bound).toBe(true);
  });

  it('is an id, whatever the other one is', () => {
    for (const id of ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'])
      expect(isId(idBefore(id, 60_000))).toBe(true);
  });
});
