import { startApacheKafka, type ApacheKafka } from '@galleria/platform/apache-kafka/cluster';
import { findApacheKafkaJars } from '@galleria/platform/apache-kafka/jars';
import { describeUnavailable } from '@galleria/platform/testing/unavailable';
import { afterAll, beforeAll, describe } from 'vitest';
import { describeClusterOutages } from './apache-kafka/cluster-outages.ts';
import { describeMembers } from './apache-kafka/members.ts';
import { describeReplication } from './apache-kafka/replication.ts';
import { describeSending } from './apache-kafka/sending.ts';
import { useBroker } from './messaging-fixture.ts';

const NAME = 'Three brokers of Apache Kafka 4.3.0';
const jars = await findApacheKafkaJars();
if (jars.kind === 'found') describe(NAME, () => describeMessaging(jars.directory));
else describeUnavailable(NAME, jars.reason);

async function describeMessaging(directory: string): Promise<void> {
  let kafka: ApacheKafka | undefined;
  const current = () => {
    if (kafka === undefined) throw new Error('The cluster has not started');
    return kafka;
  };
  beforeAll(async () => {
    kafka = await startApacheKafka({ jars: directory });
    const { addresses, nodes } = kafka;
    useBroker({
      addresses,
      stop: async () => void (await Promise.all(nodes.map((node) => node.kill()))),
      start: async () => void (await Promise.all(nodes.map((node) => node.start()))),
      wipe: () => Promise.reject(new Error('A cluster is not wiped')),
      remove: () => Promise.resolve(),
    });
  });
  afterAll(() => kafka?.stop());

  describeReplication(current);
  describeSending(current);
  describeMembers(current);
  describeClusterOutages(current);
  // The same tests that the embedded broker passes, but those in which all of the broker is away.
  await import('./delivery.test.ts');
  await import('./relay-order.test.ts');
  await import('./dead-letters.test.ts');
  await import('./retention.test.ts');
}
