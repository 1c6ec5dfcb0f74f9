import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { batchesIn } from '../../../src/broker/storage/log/batch-scan.ts';
import { validateBatch } from '../../../src/broker/storage/log/batch-validation.ts';
import { createDiskSync } from '../../../src/broker/storage/disk-sync.ts';
import { PartitionLog } from '../../../src/broker/storage/log/partition-log.ts';
import type { PartitionLogDependencies } from '../../../src/broker/storage/log/partition-log.ts';
import { TOPIC_CONFIG_DEFAULTS } from '../../../src/broker/storage/topics/topic-config.ts';
import type { TopicConfig } from '../../../src/broker/storage/topics/topic-config.ts';
import { encodeBatch } from './batch-fixture.ts';
import type { BatchFixture } from './batch-fixture.ts';
import { silentLogger } from './embedded-target.ts';

/** A directory that is gone after the test. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'galleria-broker-unit-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export interface OpenLogOptions extends Partial<Omit<PartitionLogDependencies, 'directory' | 'config'>> {
  readonly config?: Partial<TopicConfig>;
}

export function openLog(directory: string, { config, ...others }: OpenLogOptions = {}): PartitionLog {
  const settings = { ...TOPIC_CONFIG_DEFAULTS, ...config };
  const defaults = { fsync: 'never', disk: createDiskSync('never'), logger: silentLogger } as const;
  return new PartitionLog({ ...defaults, ...others, directory, config: () => settings });
}

/** Appends one batch as a producer sends it and returns its base offset. */
export function append(log: PartitionLog, fixture: BatchFixture): number {
  const header = validateBatch(encodeBatch(fixture), Number.MAX_SAFE_INTEGER);
  return log.append(header.batch, header);
}

/** The base offsets of all batches that a reader from the start gets. */
export function readAll(log: PartitionLog): { offsets: number[]; bytes: Buffer } {
  const chunks: Buffer[] = [];
  const offsets: number[] = [];
  for (let offset = log.startOffset; offset < log.highWatermark;) {
    const chunk = log.read(offset, 1_000_000, true);
    chunks.push(chunk);
    for (const { header } of batchesIn(chunk)) {
      offsets.push(header.baseOffset);
      offset = header.baseOffset + header.lastOffsetDelta + 1;
    }
  }
  return { offsets, bytes: Buffer.concat(chunks) };
}
