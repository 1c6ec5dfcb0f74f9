import type { Broker, PartitionOffset } from '../kafka/broker.ts';

/** Whether what lay in the topics when a group was joined has been handled by now. */
export type CatchUp = () => Promise<boolean>;

/**
 * The ends of all partitions, of those of other members too, are seen once, at the first call, and reached when the
 * group has committed them. Throws what the broker throws.
 */
export function createCatchUp(
  broker: Pick<Broker, 'ends' | 'committed'>,
  { groupId, topics }: { readonly groupId: string; readonly topics: readonly string[] },
): CatchUp {
  let ends: Promise<PartitionOffset[]> | undefined;
  let isReached = false;
  return async () => {
    if (isReached) return true;
    ends ??= broker.ends(topics);
    try {
      const [wanted, committed] = await Promise.all([ends, broker.committed(groupId, topics)]);
      isReached = wanted.every((end) => committed.some((reached) => isAtLeast(reached, end)));
      return isReached;
    } catch (thrown) {
      ends = undefined;
      throw thrown;
    }
  };
}

function isAtLeast(reached: PartitionOffset, end: PartitionOffset): boolean {
  return reached.topic === end.topic && reached.partition === end.partition && reached.offset >= end.offset;
}
