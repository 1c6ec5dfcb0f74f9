import type { PartitionLog } from './partition-log.ts';
import type { TopicConfig } from '../topics/topic-config.ts';

/**
 * Removes the segments of a log that are older than `retention.ms` or beyond `retention.bytes`, oldest first. `now` in
 * milliseconds since 1970.
 */
export async function applyRetention(log: PartitionLog, config: TopicConfig, now: number): Promise<void> {
  await log.dropSegmentsBefore(keptFrom(log, config, now));
}

function keptFrom(log: PartitionLog, config: TopicConfig, now: number): number {
  let bytes = log.bytes;
  let offset = log.startOffset;
  for (const [index, segment] of log.segments.entries()) {
    const isExpired = config['retention.ms'] >= 0 && segment.maxTimestamp < now - config['retention.ms'];
    bytes -= segment.bytes;
    // Size never empties a partition, age may: the segment appended to is exempt from the first only.
    const isLast = index === log.segments.length - 1;
    const isExcess = !isLast && config['retention.bytes'] >= 0 && bytes >= config['retention.bytes'];
    if (segment.bytes === 0 || !(isExpired || isExcess)) return offset;
    offset = segment.nextOffset;
  }
  return offset;
}
