import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createApiTable } from './api/api-table.ts';
import type { AdvertisedAddress } from './api/topics/metadata.ts';
import { BrokerError } from './broker-error.ts';
import type { BrokerLogger } from './broker-logger.ts';
import { createGroupCoordinator } from './groups/group-coordinator.ts';
import { OffsetsJournal } from './groups/offsets-journal.ts';
import { startHousekeeping } from './housekeeping.ts';
import { listenForClients } from './server/kafka-server.ts';
import { createRequestDispatcher } from './server/request-dispatcher.ts';
import { lockDirectory } from './storage/directory-lock.ts';
import { createDiskSync } from './storage/disk-sync.ts';
import type { FsyncMode } from './storage/disk-sync.ts';
import { openProducerIds } from './storage/producer-ids.ts';
import { TopicStore } from './storage/topics/topic-store.ts';
import { createSystemTimers } from './timers.ts';

/** A port that clients reach in another way than by the broker's own address: through a tunnel, or a mapped port. */
export interface FurtherListener {
  readonly port: number;
  /** Where those who came by it are told to connect. */
  readonly advertised: AdvertisedAddress;
}

export interface BrokerOptions {
  /** Where topics and offsets are kept; created if absent, used by one broker at a time. */
  readonly dataDirectory: string;
  /** The address to listen on and to tell clients; the loopback by default, since there is no authentication. */
  readonly host?: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly furtherListeners?: readonly FurtherListener[];
  readonly fsync: FsyncMode;
  readonly logger: BrokerLogger;
}

export interface Broker {
  readonly host: string;
  readonly port: number;
  /** Drops the clients, forces everything to the disk and releases the data directory. May be called again. */
  stop(): Promise<void>;
}

/**
 * Starts a single-node broker that speaks Kafka's wire protocol, for development and tests.
 * Rejects with BrokerError: PORT_TAKEN, LISTEN_FAILED, DATA_DIRECTORY_LOCKED, DATA_DIRECTORY_UNUSABLE, DATA_CORRUPT.
 */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { dataDirectory, host = '127.0.0.1', furtherListeners = [], fsync, logger } = options;
  prepareDirectory(dataDirectory);
  // What has been started is stopped in reverse, at the end as well as when a later step fails.
  const cleanups: (() => void | Promise<void>)[] = [];
  const cleanUp = async () => {
    for (let cleanup = cleanups.pop(); cleanup; cleanup = cleanups.pop()) await cleanup();
  };

  try {
    const lock = lockDirectory(dataDirectory);
    cleanups.push(() => lock.release());
    const disk = createDiskSync(fsync);
    const topics = new TopicStore({ dataDirectory, fsync, disk, logger });
    cleanups.push(() => topics.close());
    const journal = new OffsetsJournal({ path: join(dataDirectory, 'offsets.journal'), disk, logger });
    cleanups.push(() => journal.close());
    const coordinator = createGroupCoordinator({ journal, timers: createSystemTimers() });
    cleanups.push(() => coordinator.close());
    const producerIds = openProducerIds(dataDirectory, disk);
    cleanups.push(startHousekeeping({ topics, journal, fsync, logger }));

    const listen = async (listenPort: number, address: () => AdvertisedAddress) => {
      const apis = createApiTable({ topics, coordinator, producerIds, address });
      const dispatch = createRequestDispatcher(apis);
      const listening = await listenForClients({ host, port: listenPort, dispatch, logger });
      cleanups.push(() => listening.stop());
      return listening;
    };
    const server = await listen(options.port, () => ({ host, port: server.port }));
    for (const { port, advertised } of furtherListeners) await listen(port, () => advertised);
    logger.info({ host, port: server.port, dataDirectory, fsync, topics: topics.topics.length }, 'broker listens');

    let stopped: Promise<void> | undefined;
    return { host, port: server.port, stop: () => (stopped ??= cleanUp()) };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

function prepareDirectory(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new BrokerError('DATA_DIRECTORY_UNUSABLE', `Cannot write to ${path}`, { cause: error });
  }
}
