import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { describeAdmin } from './admin-conformance.ts';
import { describeConsumers } from './consumer-conformance.ts';
import { describeProducers } from './producer-conformance.ts';
import { createKafkaClients } from './support/kafka-clients.ts';
import type { KafkaClients } from './support/kafka-clients.ts';
import type { KafkaTarget, StartKafkaTarget } from './support/kafka-target.ts';
import { describeWireProtocol } from './wire-conformance.ts';

/** Apache Kafka needs a Java machine, and that its time. */
const START_TIMEOUT_MS = 120_000;

/** What Galleria relies on of a Kafka broker, with kafkajs as the client. The same for every broker. */
export function describeKafkaConformance(name: string, start: StartKafkaTarget): void {
  describe(`${name} conforms`, () => {
    let target: KafkaTarget | undefined;
    let clients: KafkaClients | undefined;
    const brokers = () => target?.brokers ?? [];
    const current = () => {
      if (!clients) throw new Error('The target has not started');
      return clients;
    };

    beforeAll(async () => {
      target = await start();
    }, START_TIMEOUT_MS);
    afterAll(() => target?.stop());
    beforeEach(() => {
      clients = createKafkaClients(brokers());
    });
    afterEach(() => clients?.close());

    describe('to admin clients: it', () => describeAdmin(current, brokers));
    describe('to producers: it', () => describeProducers(current));
    describe('to consumers: it', () => describeConsumers(current, brokers));
    describe('to the wire protocol: it', () => describeWireProtocol(current, brokers));
  });
}
