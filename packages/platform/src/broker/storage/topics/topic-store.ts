import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BrokerLogger } from '../../broker-logger.ts';
import { ErrorCode, ProtocolError } from '../../wire/error-code.ts';
import type { DiskSync, FsyncMode } from '../disk-sync.ts';
import { PartitionLog } from '../log/partition-log.ts';
import { loadCatalog, storeCatalog } from './topic-catalog.ts';
import { TOPIC_CONFIG_DEFAULTS } from './topic-config.ts';
import type { TopicConfig } from './topic-config.ts';
import { requireValidTopicName } from './topic-name.ts';

/** More would only be a mistake on a single node: every partition holds a file open. */
const MAXIMUM_PARTITIONS = 1000;

export interface Topic {
  readonly name: string;
  readonly partitions: readonly PartitionLog[];
  readonly config: TopicConfig;
  readonly overrides: Partial<TopicConfig>;
}

export interface TopicStoreDependencies {
  readonly dataDirectory: string;
  readonly fsync: FsyncMode;
  readonly disk: DiskSync;
  readonly logger: BrokerLogger;
}

interface OpenTopic extends Topic {
  partitions: PartitionLog[];
  config: TopicConfig;
  overrides: Partial<TopicConfig>;
}

/** The topics and their logs. Changes of the catalog reach the disk before they are answered. */
export class TopicStore {
  readonly clusterId: string;
  readonly #dependencies: TopicStoreDependencies;
  readonly #logsDirectory: string;
  readonly #topics = new Map<string, OpenTopic>();

  /** Opens every log. Throws BrokerError DATA_CORRUPT, and what the file system throws. */
  constructor(dependencies: TopicStoreDependencies) {
    this.#dependencies = dependencies;
    this.#logsDirectory = join(dependencies.dataDirectory, 'logs');
    mkdirSync(this.#logsDirectory, { recursive: true });
    const { clusterId, topics } = loadCatalog(dependencies.dataDirectory);
    this.clusterId = clusterId;
    this.#removeOrphans(new Set(topics.flatMap(({ name, partitions }) => directoryNames(name, partitions))));
    for (const { name, partitions, overrides } of topics) {
      const topic = this.#addTopic(name, overrides);
      this.#openPartitions(topic, partitions);
    }
  }

  get topics(): readonly Topic[] {
    return [...this.#topics.values()];
  }

  get logs(): readonly PartitionLog[] {
    return this.topics.flatMap((topic) => topic.partitions);
  }

  find(name: string): Topic | undefined {
    return this.#topics.get(name);
  }

  /** Throws ProtocolError UNKNOWN_TOPIC_OR_PARTITION. */
  topic(name: string): Topic {
    return this.#require(name);
  }

  /** Throws ProtocolError UNKNOWN_TOPIC_OR_PARTITION. */
  partition(name: string, index: number): PartitionLog {
    const log = this.#require(name).partitions[index];
    if (log) return log;
    throw new ProtocolError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `${name} has no partition ${index}`);
  }

  /** Throws ProtocolError for a bad name, a bad number of partitions, or a topic that exists. */
  requireCreatable(name: string, partitions: number): void {
    requireValidTopicName(name);
    if (this.#topics.has(name))
      throw new ProtocolError(ErrorCode.TOPIC_ALREADY_EXISTS, `Topic '${name}' already exists.`);
    requirePartitionCount(partitions);
  }

  create(name: string, partitions: number, overrides: Partial<TopicConfig>): void {
    this.requireCreatable(name, partitions);
    const topic = this.#addTopic(name, overrides);
    try {
      this.#openPartitions(topic, partitions);
      this.#store();
    } catch (error) {
      this.#topics.delete(name);
      for (const log of topic.partitions) void log.close().catch(() => undefined);
      throw error;
    }
  }

  /** Throws ProtocolError INVALID_PARTITIONS: partitions can be added only. */
  requireGrowable(name: string, partitions: number): void {
    const current = this.#require(name).partitions.length;
    requirePartitionCount(partitions);
    if (partitions > current) return;
    throw new ProtocolError(ErrorCode.INVALID_PARTITIONS, `${name} already has ${current} partitions`);
  }

  grow(name: string, partitions: number): void {
    this.requireGrowable(name, partitions);
    this.#openPartitions(this.#require(name), partitions);
    this.#store();
  }

  configure(name: string, overrides: Partial<TopicConfig>): void {
    const topic = this.#require(name);
    topic.overrides = overrides;
    topic.config = { ...TOPIC_CONFIG_DEFAULTS, ...overrides };
    this.#store();
  }

  async remove(name: string): Promise<void> {
    const topic = this.#require(name);
    this.#topics.delete(name);
    this.#store();
    // Renamed before anything is awaited: a topic of the same name may be created while this one's files are closed.
    const renamed = directoryNames(name, topic.partitions.length).map((directory) => this.#setAside(directory));
    await Promise.allSettled(topic.partitions.map((log) => log.close()));
    for (const directory of renamed) this.#removeDirectory(directory);
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.logs.map((log) => log.close()));
  }

  #addTopic(name: string, overrides: Partial<TopicConfig>): OpenTopic {
    const topic: OpenTopic = { name, partitions: [], overrides, config: { ...TOPIC_CONFIG_DEFAULTS, ...overrides } };
    this.#topics.set(name, topic);
    return topic;
  }

  #openPartitions(topic: OpenTopic, count: number): void {
    for (let index = topic.partitions.length; index < count; index += 1) {
      const directory = join(this.#logsDirectory, directoryName(topic.name, index));
      topic.partitions.push(new PartitionLog({ ...this.#dependencies, directory, config: () => topic.config }));
    }
    this.#dependencies.disk.directoryNow(this.#logsDirectory);
  }

  #store(): void {
    const topics = this.topics.map(({ name, partitions, overrides }) => ({
      name,
      partitions: partitions.length,
      overrides,
    }));
    storeCatalog(this.#dependencies.dataDirectory, { clusterId: this.clusterId, topics }, this.#dependencies.disk);
  }

  #require(name: string): OpenTopic {
    const topic = this.#topics.get(name);
    if (topic) return topic;
    throw new ProtocolError(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, `There is no topic ${name}`);
  }

  /**
   * A crash between the two steps of creating or removing a topic leaves directories that the catalog does not know.
   */
  #removeOrphans(known: ReadonlySet<string>): void {
    for (const name of readdirSync(this.#logsDirectory)) if (!known.has(name)) this.#removeDirectory(name);
  }

  #setAside(name: string): string {
    const renamed = `removed-${randomUUID()}`;
    renameSync(join(this.#logsDirectory, name), join(this.#logsDirectory, renamed));
    return renamed;
  }

  #removeDirectory(name: string): void {
    rmSync(join(this.#logsDirectory, name), { recursive: true, force: true });
  }
}

function requirePartitionCount(partitions: number): void {
  if (partitions >= 1 && partitions <= MAXIMUM_PARTITIONS) return;
  throw new ProtocolError(
    ErrorCode.INVALID_PARTITIONS,
    `Partitions must be 1 to ${MAXIMUM_PARTITIONS}, not ${partitions}`,
  );
}

function directoryNames(topic: string, partitions: number): string[] {
  return Array.from({ length: partitions }, (_, index) => directoryName(topic, index));
}

function directoryName(topic: string, partition: number): string {
  return `${topic}-${partition}`;
}
