import type { BrokerLogger } from '../../broker-logger.ts';
import { ErrorCode, ProtocolError } from '../../wire/error-code.ts';
import { placeBatch } from '../../wire/record-batch.ts';
import type { BatchHeader } from '../../wire/record-batch.ts';
import type { DiskSync, FsyncMode } from '../disk-sync.ts';
import { createGroupCommit } from './group-commit.ts';
import { recoverLog, storeStartOffset } from './log-recovery.ts';
import { createProducerStates } from '../producer-states.ts';
import { Segment } from './segment.ts';
import type { TopicConfig } from '../topics/topic-config.ts';

export interface PartitionLogDependencies {
  readonly directory: string;
  readonly fsync: FsyncMode;
  readonly disk: DiskSync;
  readonly logger: BrokerLogger;
  /** The topic's settings as they are now; they may change while the log is open. */
  readonly config: () => TopicConfig;
}

/**
 * The records of one partition. Appending and reading are synchronous: nothing comes between a check and the write that
 * relies on it. Only forcing bytes to the disk is not.
 */
export class PartitionLog {
  readonly #dependencies: PartitionLogDependencies;
  readonly #producers = createProducerStates();
  readonly #segments: [Segment, ...Segment[]];
  readonly #commit = createGroupCommit(() => this.#sync());
  readonly #listeners = new Set<() => void>();
  #startOffset: number;
  #durableOffset: number;
  #failure: Error | null = null;
  #isClosed = false;

  /** Opens the log or creates it. Throws BrokerError DATA_CORRUPT, and what the file system throws. */
  constructor(dependencies: PartitionLogDependencies) {
    this.#dependencies = dependencies;
    const onBatch = (header: BatchHeader) => this.#producers.note(header);
    const { segments, startOffset } = recoverLog(dependencies.directory, { ...dependencies, onBatch });
    this.#segments = segments;
    this.#startOffset = Math.min(startOffset, this.nextOffset);
    this.#durableOffset = this.nextOffset;
  }

  get startOffset(): number {
    return this.#startOffset;
  }

  /** The offset that the next record gets. */
  get nextOffset(): number {
    return this.#active.nextOffset;
  }

  /**
   * Consumers see records before this offset: what they have seen must not be lost by any crash the mode guards
   * against.
   */
  get highWatermark(): number {
    return this.#dependencies.fsync === 'always' ? this.#durableOffset : this.nextOffset;
  }

  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.bytes, 0);
  }

  /** Whether an acknowledgement of everything appended so far has to wait for `flush`. */
  get needsFlush(): boolean {
    return this.#dependencies.fsync === 'always' && this.isDirty;
  }

  get isDirty(): boolean {
    return this.#durableOffset < this.nextOffset;
  }

  /**
   * Appends a validated batch and returns its base offset; a batch that repeats an earlier one gets the earlier offset.
   * Writes the offset into the batch's bytes. Throws ProtocolError.
   */
  append(batch: Buffer, header: BatchHeader): number {
    this.#requireUsable();
    const repeated = this.#producers.offsetOfRepeat(header);
    if (repeated !== null) return repeated;
    try {
      if (this.#active.bytes > 0 && this.#active.bytes + batch.length > this.#config['segment.bytes']) this.#roll();
      const baseOffset = this.nextOffset;
      const placed = { ...header, baseOffset };
      placeBatch(batch, baseOffset);
      this.#active.append(batch, placed);
      this.#producers.note(placed);
      if (this.#dependencies.fsync !== 'always') this.#notify();
      return baseOffset;
    } catch (error) {
      throw this.#storageError(error, 'could not append to a log');
    }
  }

  /** Resolves when everything appended so far is on the disk. Rejects with ProtocolError KAFKA_STORAGE_ERROR. */
  flush(): Promise<void> {
    if (!this.isDirty) return Promise.resolve();
    if (!this.#isClosed) return this.#commit.flush();
    return Promise.reject(new ProtocolError(ErrorCode.KAFKA_STORAGE_ERROR, 'The partition is closed'));
  }

  /**
   * Whole batches from the one that holds `offset`, at most `maximumBytes` of them, but at least one if
   * `isFirstForced`. Throws ProtocolError OFFSET_OUT_OF_RANGE.
   */
  read(offset: number, maximumBytes: number, isFirstForced: boolean): Buffer {
    if (offset < this.#startOffset || offset > this.highWatermark) {
      throw new ProtocolError(ErrorCode.OFFSET_OUT_OF_RANGE, `Offset ${offset} is not in the log`);
    }
    if (offset === this.highWatermark) return Buffer.alloc(0);
    return this.#segmentOf(offset).read(offset, this.highWatermark, maximumBytes, isFirstForced);
  }

  /** About as many bytes as a reader at the offset could get. */
  bytesFrom(offset: number): number {
    if (offset >= this.highWatermark) return 0;
    const later = this.#segments.filter((segment) => segment.baseOffset > offset);
    return later.reduce((sum, segment) => sum + segment.bytes, this.#segmentOf(offset).bytesFrom(offset));
  }

  /** The segments, oldest first; the last one is appended to. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /** Calls the listener whenever the high watermark moves, until the returned function is called. */
  onAdvance(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Hides the records before the offset; their segments go as soon as they are hidden whole. */
  async deleteBefore(offset: number): Promise<void> {
    if (offset > this.highWatermark) throw new ProtocolError(ErrorCode.OFFSET_OUT_OF_RANGE, `No offset ${offset}`);
    if (offset <= this.#startOffset) return;
    storeStartOffset(this.#dependencies.directory, offset, this.#dependencies.disk);
    this.#startOffset = offset;
    await this.#removeHiddenSegments();
  }

  /** Removes whole segments that end at or before the offset. The segment appended to is sealed first if it is one. */
  async dropSegmentsBefore(offset: number): Promise<void> {
    if (offset > this.nextOffset || this.#isClosed) return;
    if (offset === this.nextOffset && this.#active.bytes > 0) this.#roll();
    const kept = this.#segments.find((segment) => segment.nextOffset > offset) ?? this.#active;
    this.#startOffset = Math.max(this.#startOffset, kept.baseOffset);
    await this.#removeHiddenSegments();
  }

  /** Forces what is dirty to the disk and closes the files. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#commit.settled();
    try {
      if (this.isDirty && !this.#failure) this.#active.syncNow(this.#dependencies.disk);
    } finally {
      for (const segment of this.#segments) segment.close();
      this.#notify();
    }
  }

  get #active(): Segment {
    return this.#segments.at(-1) ?? this.#segments[0];
  }

  get #config(): TopicConfig {
    return this.#dependencies.config();
  }

  #segmentOf(offset: number): Segment {
    return this.#segments.findLast((segment) => segment.baseOffset <= offset) ?? this.#segments[0];
  }

  /** Recovery relies on this order: the full segment is on the disk before the next one exists. */
  #roll(): void {
    const { disk, directory } = this.#dependencies;
    try {
      this.#active.syncNow(disk);
    } catch (error) {
      throw this.#failFor(error);
    }
    this.#durableOffset = this.nextOffset;
    this.#segments.push(new Segment(directory, this.nextOffset));
    disk.directoryNow(directory);
  }

  async #sync(): Promise<void> {
    const covered = this.nextOffset;
    try {
      await this.#active.sync(this.#dependencies.disk);
    } catch (error) {
      throw this.#storageError(this.#failFor(error), 'could not force a log to the disk');
    }
    this.#durableOffset = Math.max(this.#durableOffset, covered);
    if (this.#dependencies.fsync === 'always') this.#notify();
  }

  /**
   * After a failed fsync the kernel may have dropped the pages: nothing is acknowledged until a restart has read the
   * file again.
   */
  #failFor(error: unknown): Error {
    this.#failure = error instanceof Error ? error : new Error(String(error));
    return this.#failure;
  }

  async #removeHiddenSegments(): Promise<void> {
    // A running flush may still use the file of a segment that has just been sealed.
    await this.#commit.settled();
    while (!this.#isClosed && this.#segments.length > 1 && this.#segments[0].nextOffset <= this.#startOffset) {
      this.#segments.shift()?.remove();
    }
  }

  #requireUsable(): void {
    if (this.#failure) throw new ProtocolError(ErrorCode.KAFKA_STORAGE_ERROR, this.#failure.message);
    if (this.#isClosed) throw new ProtocolError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, 'The partition is closed');
  }

  #storageError(error: unknown, message: string): ProtocolError {
    this.#dependencies.logger.error({ err: error, directory: this.#dependencies.directory }, message);
    return new ProtocolError(ErrorCode.KAFKA_STORAGE_ERROR, error instanceof Error ? error.message : message);
  }

  #notify(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
