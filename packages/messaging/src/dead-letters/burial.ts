import { BrokerError } from '../kafka/broker-error.ts';
import type { Broker, Producer } from '../kafka/broker.ts';
import type { HandlerDependencies } from '../consumer/record-handler.ts';
import { deadLetterTopic, toDeadLetterRecord, toDeadLetterStub } from './dead-letter-topic.ts';

/**
 * Writes a message that cannot be handled to the service's topic of dead letters. A letter that the broker refuses goes
 * without the message, which may be too large for one: it is still where it was read, and the letter says where.
 */
export function createBurial(dependencies: {
  readonly service: string;
  readonly broker: Pick<Broker, 'ensureTopics'>;
  readonly producer: Producer;
}): HandlerDependencies['bury'] {
  const { service, broker, producer } = dependencies;
  return async (record, failure) => {
    await broker.ensureTopics([deadLetterTopic(service)]);
    try {
      await producer.send([toDeadLetterRecord(service, record, failure)]);
    } catch (thrown) {
      if (!(thrown instanceof BrokerError) || !thrown.refused) throw thrown;
      await producer.send([toDeadLetterStub(service, record, failure)]);
    }
  };
}
