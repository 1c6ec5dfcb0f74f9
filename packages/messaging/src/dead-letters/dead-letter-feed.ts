import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import { createPeriodicTask } from '@galleria/kit/process/periodic-task';
import { delayAfter, sleep, type Backoff } from '../backoff.ts';
import { createConsumer, type MessageConsumer } from '../consumer/consumer.ts';
import type { RecordHandler } from '../consumer/record-handler.ts';
import type { Broker } from '../kafka/broker.ts';
import type { DeadLetter } from './dead-letter.ts';
import { DEAD_LETTERS, deadLetterTopic, readDeadLetterRecord } from './dead-letter-topic.ts';

export interface DeadLetterFeedOptions {
  /** The service that keeps the letters of all. */
  readonly service: string;
  readonly broker: Pick<Broker, 'consume' | 'ends' | 'committed' | 'ensureTopics' | 'topics'>;
  /** Keeps a letter, which may be delivered again: the place where the message was read tells. */
  readonly keep: (letter: DeadLetter) => Promise<void>;
  /** Whether the database answers, and may be written to. */
  readonly isDatabaseWritable: () => Promise<boolean>;
  readonly logger: Logger;
}

const AGAIN: Backoff = { firstMs: 200, maxMs: 5_000 };
const MOST_TRIES = 8;
const LOOK_FOR_TOPICS_MS = 5_000;

/**
 * Reads the dead letters of every service, also of one that is new: each has a topic of its own, found by its name. The
 * topics come first because a database may be the very thing that failed.
 */
export function createDeadLetterFeed(
  options: DeadLetterFeedOptions,
): Pick<MessageConsumer, 'start' | 'stop' | 'readiness'> {
  const { service, broker, logger } = options;
  let reading: readonly string[] = [];
  const topics = async () => {
    await broker.ensureTopics([deadLetterTopic(service)]);
    reading = (await broker.topics()).filter((topic) => topic.endsWith(DEAD_LETTERS)).toSorted();
    return reading;
  };
  const consumer = createConsumer({
    broker,
    groupId: deadLetterTopic(service),
    topics,
    handle: createDeadLetterHandler(options),
    logger,
  });
  const lookForTopics = createPeriodicTask({
    name: 'look for dead letters of other services',
    everyMs: LOOK_FOR_TOPICS_MS,
    work: async () => {
      const before = reading.join();
      try {
        if ((await topics()).join() !== before) consumer.rejoin('another service has dead letters');
      } catch (thrown) {
        // That the broker is away is the consumer's to say.
        logger.debug({ reason: toError(thrown).message }, 'the broker does not tell its topics');
      }
    },
    logger,
  });
  return {
    start: () => {
      consumer.start();
      lookForTopics.start();
    },
    stop: async () => {
      // Not awaited: its run may wait for a broker that is away.
      void lookForTopics.stop();
      await consumer.stop();
    },
    readiness: { ...consumer.readiness, name: 'dead letters' },
  };
}

/** Waits until the database is back; what it cannot keep stays in the topic. */
export function createDeadLetterHandler(
  options: Pick<DeadLetterFeedOptions, 'keep' | 'isDatabaseWritable' | 'logger'>,
): RecordHandler {
  const { keep, isDatabaseWritable, logger } = options;
  return async (record, stopping) => {
    for (let failures = 1; !stopping.aborted; failures += 1) {
      try {
        const letter = readDeadLetterRecord(record);
        if (letter !== undefined) await keep(letter);
        return true;
      } catch (thrown) {
        if (failures >= MOST_TRIES && (await isDatabaseWritable())) {
          // A dead letter of a dead letter would go round in circles.
          logger.error(
            {
              err: toError(thrown),
              topic: record.topic,
              partition: record.partition,
              offset: record.offset.toString(),
            },
            'dead letter cannot be kept',
          );
          return true;
        }
        await sleep(delayAfter(failures, AGAIN), stopping);
      }
    }
    return false;
  };
}
