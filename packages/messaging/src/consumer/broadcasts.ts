import type { Logger } from '@galleria/kit/logger';
import { toError } from '@galleria/kit/errors';
import { newId } from '@galleria/kit/identifiers';
import type { ReadinessCheck } from '@galleria/kit/process/readiness';
import { readAttributes } from '../contract/envelope.ts';
import type { Broker } from '../kafka/broker.ts';
import { createConsumer, type ConsumerOptions } from './consumer.ts';
import type { RecordHandler } from './record-handler.ts';
import type { Subscription } from './subscription.ts';

export interface Broadcasts {
  start(): void;
  stop(): Promise<void>;
  readonly readiness: ReadinessCheck;
}

export interface BroadcastOptions {
  readonly service: string;
  readonly broker: Pick<Broker, 'consume' | 'ends' | 'committed' | 'ensureTopics'>;
  readonly subscriptions: readonly Subscription[];
  readonly logger: Logger;
}

/**
 * Hears messages in every instance, from the oldest that the topic keeps, each time that a process starts: for what a
 * process has to know and does not store. Its group is its own, and no inbox remembers.
 */
export function createBroadcasts(options: BroadcastOptions): Broadcasts {
  const consumer = createConsumer(eachInstance(options));
  return { ...consumer, readiness: { ...consumer.readiness, name: 'broadcasts' } };
}

/**
 * The same, but only from now on: for who looks at what is there whenever something has changed. `onJoined` tells that
 * from here on nothing is missed, and that something may have been before.
 */
export function createLiveFeed({
  onJoined,
  ...options
}: BroadcastOptions & { readonly onJoined: () => void }): Broadcasts {
  const from = (topics: readonly string[]) => options.broker.ends(topics);
  const consumer = createConsumer({ ...eachInstance(options), from, onJoined });
  return { ...consumer, readiness: { ...consumer.readiness, name: 'live feed' } };
}

function eachInstance({ service, broker, subscriptions, logger }: BroadcastOptions): ConsumerOptions {
  const topics = [...new Set(subscriptions.map(({ topic }) => topic))];
  return {
    broker,
    groupId: `${service}.${newId()}`,
    topics: async () => {
      await broker.ensureTopics(topics);
      return topics;
    },
    handle: createBroadcastHandler({ subscriptions, logger }),
    logger,
  };
}

/** What cannot be understood is passed over: it is nobody's task, and whoever starts next hears it again. */
function createBroadcastHandler(options: {
  readonly subscriptions: readonly Subscription[];
  readonly logger: Logger;
}): RecordHandler {
  const byType = new Map(options.subscriptions.map((subscription) => [subscription.type, subscription]));
  return async (record) => {
    const attributes = readAttributes(record);
    const subscription = attributes === undefined ? undefined : byType.get(attributes.type);
    if (attributes === undefined || subscription?.topic !== record.topic) return true;
    try {
      await subscription.prepare(JSON.parse(record.value))(attributes);
    } catch (thrown) {
      const about = { type: attributes.type, messageId: attributes.id, err: toError(thrown) };
      options.logger.error(about, 'a broadcast cannot be understood');
    }
    return true;
  };
}
