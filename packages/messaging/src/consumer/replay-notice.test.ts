import { describe, expect, it, vi } from 'vitest';
import type { PartitionEnd, PartitionOffset } from '../kafka/broker.ts';
import { createRecordingLogger } from '../testing/fakes.ts';
import { createReplayNotice } from './replay-notice.ts';

function createNotice(ends: PartitionEnd[], committed: PartitionOffset[] = []) {
  const { logger, lines } = createRecordingLogger();
  const broker = { ends: vi.fn(async () => ends), committed: vi.fn(async () => committed) };
  return { broker, lines, tell: createReplayNotice({ broker, groupId: 'shop', logger }) };
}

const end = (partition: number, first: bigint, offset: bigint) => ({ topic: 't', partition, first, offset });

describe('what a group is told before it is joined', () => {
  it('is how much of a new topic it reads, and from where, once', async () => {
    const { lines, tell } = createNotice([end(0, 4n, 10n), end(2, 0n, 1n)]);
    await tell(['t', 'empty']);
    await tell(['t', 'empty']);
    expect(lines).toMatchObject([
      {
        level: 'info',
        groupId: 'shop',
        topic: 't',
        records: 7,
        partitions: [
          { partition: 0, fromOffset: '4', records: 6 },
          { partition: 2, fromOffset: '0', records: 1 },
        ],
      },
    ]);
  });

  it('is nothing where it has read before', async () => {
    const { lines, tell } = createNotice([end(0, 0n, 10n), end(1, 0n, 1n)], [{ topic: 't', partition: 1, offset: 1n }]);
    await tell(['t']);
    expect(lines).toEqual([]);
  });

  it('comes later when the broker does not tell at first', async () => {
    const { broker, lines, tell } = createNotice([end(0, 0n, 3n)]);
    broker.ends.mockRejectedValueOnce(new Error('away'));
    await tell(['t']);
    await tell(['t']);
    expect(lines.filter(({ level }) => level === 'info')).toMatchObject([{ topic: 't', records: 3 }]);
  });
});
