import { closeSync, constants, fstatSync, ftruncateSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { BrokerError } from '../broker-error.ts';
import type { BrokerLogger } from '../broker-logger.ts';
import { readExactly } from '../storage/log/batch-scan.ts';
import { replaceFile, writeFully } from '../storage/atomic-file.ts';
import type { DiskSync } from '../storage/disk-sync.ts';
import { createGroupCommit } from '../storage/log/group-commit.ts';
import { createCommittedOffsets } from './committed-offsets.ts';
import type { CommittedOffset, CommittedOffsets, OffsetsChange } from './committed-offsets.ts';
import { decodeChanges, encodeChange } from './offsets-journal-codec.ts';

const SMALLEST_COMPACTED_BYTES = 1024 * 1024;
/** A journal is compacted when it is this many times as long as it would be after compaction. */
const WASTE_FACTOR = 4;

export interface OffsetsJournalDependencies {
  readonly path: string;
  readonly disk: DiskSync;
  readonly logger: BrokerLogger;
  /** Journals shorter than this are left alone; smaller in tests. */
  readonly smallestCompactedBytes?: number;
}

/** The committed offsets on disk: an append-only file of changes, rewritten when most of it is out of date. */
export class OffsetsJournal {
  readonly #dependencies: OffsetsJournalDependencies;
  readonly #offsets = createCommittedOffsets();
  readonly #commit = createGroupCommit(() => this.#dependencies.disk.data(this.#descriptor));
  #descriptor: number;
  #bytes = 0;
  #compactedBytes = 0;
  #isDirty = false;

  /** Opens or creates the file, applies what it holds and cuts off a torn tail. */
  constructor(dependencies: OffsetsJournalDependencies) {
    this.#dependencies = dependencies;
    const { path, disk } = dependencies;
    this.#descriptor = openJournal(path);
    disk.directoryNow(dirname(path));
    this.#load();
  }

  get offsets(): Omit<CommittedOffsets, 'apply'> {
    return this.#offsets;
  }

  /** Writes and applies the change; `flush` makes it survive a loss of power. Throws what the file system throws. */
  append(change: OffsetsChange): void {
    const entry = encodeChange(change);
    writeFully(this.#descriptor, entry, this.#bytes);
    this.#bytes += entry.length;
    this.#isDirty = true;
    this.#offsets.apply(change);
    const threshold = this.#dependencies.smallestCompactedBytes ?? SMALLEST_COMPACTED_BYTES;
    if (this.#bytes > Math.max(threshold, this.#compactedBytes * WASTE_FACTOR)) this.#tryToCompact();
  }

  async flush(): Promise<void> {
    if (!this.#isDirty) return;
    const covered = this.#bytes;
    await this.#commit.flush();
    if (this.#bytes === covered) this.#isDirty = false;
  }

  async close(): Promise<void> {
    await this.#commit.settled();
    if (this.#isDirty) this.#dependencies.disk.dataNow(this.#descriptor);
    closeSync(this.#descriptor);
  }

  #load(): void {
    const { path, logger } = this.#dependencies;
    const fileBytes = fstatSync(this.#descriptor).size;
    const { changes, validBytes } = readChanges(path, readExactly(this.#descriptor, 0, fileBytes));
    for (const change of changes) this.#offsets.apply(change);
    this.#bytes = validBytes;
    if (validBytes === fileBytes) return;
    ftruncateSync(this.#descriptor, validBytes);
    logger.warn({ file: path, droppedBytes: fileBytes - validBytes }, 'cut a torn tail off the offsets journal');
  }

  /** A journal that could not be made shorter is as good as before: the change is in it. */
  #tryToCompact(): void {
    try {
      this.#compact();
    } catch (error) {
      const { path, logger } = this.#dependencies;
      logger.error({ err: error, file: path }, 'could not compact the offsets journal');
    }
  }

  /** The new file is complete and on the disk before it takes the old one's name. */
  #compact(): void {
    const { path, disk, logger } = this.#dependencies;
    const entries = this.#offsets.groups().map((group) => encodeChange(commitOf(group, this.#offsets.ofGroup(group))));
    const content = Buffer.concat(entries);
    replaceFile(path, content, disk);
    const outdated = this.#descriptor;
    this.#descriptor = openJournal(path);
    // A flush that runs may still use the old file.
    void this.#commit.settled().then(() => closeSync(outdated));
    logger.info({ file: path, before: this.#bytes, after: content.length }, 'compacted the offsets journal');
    this.#bytes = content.length;
    this.#compactedBytes = content.length;
    this.#isDirty = false;
  }
}

function openJournal(path: string): number {
  return openSync(path, constants.O_RDWR | constants.O_CREAT, 0o644);
}

function commitOf(group: string, offsets: readonly CommittedOffset[]): OffsetsChange {
  return { kind: 'commit', group, offsets };
}

/** A checksum that matches over a body that makes no sense is no torn write. */
function readChanges(path: string, bytes: Buffer): ReturnType<typeof decodeChanges> {
  try {
    return decodeChanges(bytes);
  } catch (error) {
    throw new BrokerError('DATA_CORRUPT', `${path} holds an entry that cannot be read`, { cause: error });
  }
}
