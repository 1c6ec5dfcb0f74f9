import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import type { Broker, PartitionEnd } from '../kafka/broker.ts';

/**
 * Tells, before a group is joined, what of each topic it will read that has lain there before it: all there is, where
 * the group has committed nothing yet. Once for each topic, with the first offset and the number of records of each
 * partition; nothing where there are none. Never rejects: a broker that does not tell is asked again the next time.
 */
export function createReplayNotice(dependencies: {
  readonly broker: Pick<Broker, 'ends' | 'committed'>;
  readonly groupId: string;
  readonly logger: Logger;
}): (topics: readonly string[]) => Promise<void> {
  const { broker, groupId, logger } = dependencies;
  const known = new Set<string>();
  return async (topics) => {
    const asked = topics.filter((topic) => !known.has(topic));
    if (asked.length === 0) return;
    try {
      const [ends, committed] = await Promise.all([broker.ends(asked), broker.committed(groupId, asked)]);
      for (const topic of asked) {
        known.add(topic);
        const partitions = ends.filter((end) => end.topic === topic);
        if (partitions.length === 0 || committed.some((reached) => reached.topic === topic)) continue;
        logger.info({ groupId, topic, ...replayOf(partitions) }, 'a new group reads a topic from its beginning');
      }
    } catch (thrown) {
      logger.debug({ groupId, reason: toError(thrown).message }, 'the broker does not tell what a group will read');
    }
  };
}

function replayOf(ends: readonly PartitionEnd[]) {
  const counts = ends.map(({ partition, first, offset }) => ({
    partition,
    fromOffset: first.toString(),
    records: Number(offset - first),
  }));
  return { records: counts.reduce((sum, { records }) => sum + records, 0), partitions: counts };
}
