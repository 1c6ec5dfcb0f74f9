import { Kafka, logLevel } from 'kafkajs';
import { startApacheKafka } from '../../../src/apache-kafka/cluster.ts';
import type { KafkaTarget } from './kafka-target.ts';

/** Three brokers of a real Apache Kafka. */
export async function startApacheKafkaTarget(jars: string): Promise<KafkaTarget> {
  const kafka = await startApacheKafka({ jars });
  try {
    await waitForCoordinator(kafka.addresses);
  } catch (error) {
    await kafka.stop();
    throw error;
  }
  return { brokers: kafka.addresses, stop: () => kafka.stop() };
}

/** A new cluster makes the topic of its offsets when it is first asked; until then consumers are turned away. */
async function waitForCoordinator(brokers: readonly string[]): Promise<void> {
  const retry = { initialRetryTime: 100, maxRetryTime: 300, retries: 300 };
  const admin = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING, retry }).admin();
  await admin.connect();
  await admin.describeGroups(['readiness']);
  await admin.disconnect();
}
