import { describe, expect, it, vi } from 'vitest';
import type { PartitionEnd, PartitionOffset } from '../kafka/broker.ts';
import { createCatchUp } from './catch-up.ts';

const at = (partition: number, offset: bigint): PartitionEnd => ({ topic: 't', partition, first: 0n, offset });

function createPlayed(ends: PartitionEnd[]) {
  const broker = { ends: vi.fn(async () => ends), committed: vi.fn(async (): Promise<PartitionOffset[]> => []) };
  return { broker, hasCaughtUp: createCatchUp(broker, { groupId: 'g', topics: ['t'] }) };
}

describe('a consumer', () => {
  it('has caught up when its group has committed all that was there at first', async () => {
    const { broker, hasCaughtUp } = createPlayed([at(0, 10n), at(1, 3n)]);
    expect(await hasCaughtUp()).toBe(false);
    broker.ends.mockResolvedValue([at(0, 99n), at(1, 99n)]);
    broker.committed.mockResolvedValue([at(0, 10n), at(1, 2n)]);
    expect(await hasCaughtUp()).toBe(false);
    broker.committed.mockResolvedValue([at(0, 10n), at(1, 3n)]);
    expect(await hasCaughtUp()).toBe(true);
  });

  it('asks nobody any more once it has', async () => {
    const { broker, hasCaughtUp } = createPlayed([]);
    expect(await hasCaughtUp()).toBe(true);
    broker.committed.mockRejectedValue(new Error('away'));
    expect(await hasCaughtUp()).toBe(true);
  });

  it('looks for the ends again when the broker did not tell them', async () => {
    const { broker, hasCaughtUp } = createPlayed([at(0, 5n)]);
    broker.ends.mockRejectedValueOnce(new Error('away'));
    broker.committed.mockResolvedValue([at(0, 5n)]);
    await expect(hasCaughtUp()).rejects.toThrow('away');
    expect(await hasCaughtUp()).toBe(true);
  });
});
