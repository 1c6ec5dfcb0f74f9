/** The message broker as the rest of this package sees it. `kafka.ts` implements it; tests pass fakes. */
export interface Broker {
  /** Creates those topics that do not exist yet. */
  ensureTopics(names: readonly string[]): Promise<void>;
  /** All that there are, Kafka's own included. */
  topics(): Promise<readonly string[]>;
  /** A producer that connects when it is first used. */
  createProducer(): Producer;
  /** Joins a consumer group; resolves once partitions are assigned. */
  consume(options: ConsumeOptions): Promise<ConsumerSession>;
  /** For how many milliseconds each topic keeps its records; -1 is for ever. */
  retentionMs(topics: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Where each partition of the topics ends now: the offset of its next record. Left out where it has none. */
  ends(topics: readonly string[]): Promise<PartitionEnd[]>;
  /** What a group has committed of each partition. Left out where it has not yet. */
  committed(groupId: string, topics: readonly string[]): Promise<PartitionOffset[]>;
  /** Resolves when the broker answers. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface OutgoingRecord {
  readonly topic: string;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface IncomingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Producer {
  /**
   * Resolves when all in-sync replicas have every record. Records of one key keep their order. Calls wait for each
   * other. Throws `BrokerError`; then some of the records may have been written all the same.
   */
  send(records: readonly OutgoingRecord[]): Promise<void>;
  close(): Promise<void>;
}

export interface PartitionOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

export interface PartitionEnd extends PartitionOffset {
  /** The offset of the oldest record that it still has. */
  readonly first: bigint;
}

export type TopicPartition = Pick<PartitionOffset, 'topic' | 'partition'>;

export interface ConsumeOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  /** Called once, before the group is joined. */
  attach(session: ConsumerSession): SessionListener;
}

export interface SessionListener {
  /**
   * Partitions were assigned anew: reading starts again at the committed offsets. Records that were asked for before
   * may still arrive.
   */
  onAssigned(partitions: readonly TopicPartition[]): void;
  onRecords(records: readonly IncomingRecord[]): void;
  /** The session is over and will not recover by itself, or the broker is silent. */
  onEnded(error: Error): void;
}

export interface ConsumerSession {
  /** Commits that everything before each offset has been dealt with. */
  commit(offsets: readonly PartitionOffset[]): Promise<void>;
  /** Stops fetching from a partition; like `resume`, without effect once the session is over. */
  pause(partition: TopicPartition): void;
  resume(partition: TopicPartition): void;
  /** Reads a partition on from this offset, whatever was asked for before; without effect once the session is over. */
  seek(position: PartitionOffset): void;
  close(): Promise<void>;
}
