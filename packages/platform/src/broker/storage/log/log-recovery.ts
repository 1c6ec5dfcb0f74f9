import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BrokerError } from '../../broker-error.ts';
import type { BrokerLogger } from '../../broker-logger.ts';
import type { BatchHeader } from '../../wire/record-batch.ts';
import { readFileIfPresent, replaceFile } from '../atomic-file.ts';
import type { DiskSync } from '../disk-sync.ts';
import { Segment, segmentBaseOffset } from './segment.ts';

const START_OFFSET_FILE = 'start-offset';

export interface RecoveredLog {
  /** In order and without a gap; the last one is appended to. */
  readonly segments: [Segment, ...Segment[]];
  readonly startOffset: number;
}

/**
 * Opens the segments of a partition, or creates the first.
 *
 * A segment is forced to the disk before the next is created, so only the last can have a torn tail. It is read with
 * checksums and cut after its last whole batch. No crash leaves damage anywhere else: the broker then refuses to start
 * with DATA_CORRUPT, because acknowledged messages are not dropped unasked.
 */
export function recoverLog(
  directory: string,
  { disk, logger, onBatch }: { disk: DiskSync; logger: BrokerLogger; onBatch: (header: BatchHeader) => void },
): RecoveredLog {
  mkdirSync(directory, { recursive: true });
  const storedStart = readStartOffset(directory);
  const bases = readdirSync(directory)
    .map(segmentBaseOffset)
    .filter((base) => base !== null);
  bases.sort((left, right) => left - right);
  const [first = storedStart, ...others] = bases;

  const segments: [Segment, ...Segment[]] = [
    new Segment(directory, first),
    ...others.map((base) => new Segment(directory, base)),
  ];
  try {
    for (const [index, segment] of segments.entries()) {
      const following = segments[index + 1];
      if (following) loadSealed(segment, following.baseOffset, onBatch);
      else loadLast(segment, { disk, logger, onBatch });
    }
  } catch (error) {
    for (const segment of segments) segment.close();
    throw error;
  }
  if (bases.length === 0) disk.directoryNow(directory);
  return { segments, startOffset: Math.max(first, storedStart) };
}

/** Remembers where the log starts when that is not the start of a segment. */
export function storeStartOffset(directory: string, offset: number, disk: DiskSync): void {
  replaceFile(join(directory, START_OFFSET_FILE), String(offset), disk);
}

function readStartOffset(directory: string): number {
  const path = join(directory, START_OFFSET_FILE);
  const text = readFileIfPresent(path)?.toString() ?? '0';
  if (!/^\d{1,15}$/.test(text)) throw new BrokerError('DATA_CORRUPT', `${path} does not hold an offset`);
  return Number(text);
}

function loadSealed(segment: Segment, endOffset: number, onBatch: (header: BatchHeader) => void): void {
  const { problem, position, nextOffset } = segment.load(false, onBatch);
  if (problem === null && nextOffset === endOffset) return;
  const what = problem ?? `it ends at offset ${nextOffset} and the next begins at ${endOffset}`;
  throw new BrokerError('DATA_CORRUPT', `${segment.path} is damaged at byte ${position}: ${what}`);
}

/** What is served from here on was perhaps never forced to the disk by the process that wrote it. */
function loadLast(
  segment: Segment,
  { disk, logger, onBatch }: { disk: DiskSync; logger: BrokerLogger; onBatch: (header: BatchHeader) => void },
): void {
  const { problem, position, fileBytes, nextOffset } = segment.load(true, onBatch);
  if (problem !== null) {
    segment.truncate();
    const details = { file: segment.path, problem, position, droppedBytes: fileBytes - position, nextOffset };
    logger.warn(details, 'cut a torn tail off a log');
  }
  if (fileBytes > 0) segment.syncNow(disk);
}
