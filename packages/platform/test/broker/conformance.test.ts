import { describeKafkaConformance } from './kafka-conformance.ts';
import { describeUnavailable } from '../../src/testing/unavailable.ts';
import { findApacheKafkaJars } from '../../src/apache-kafka/jars.ts';
import { startApacheKafkaTarget } from './support/apache-kafka-target.ts';
import { startEmbeddedTarget } from './support/embedded-target.ts';

describeKafkaConformance('The embedded broker', startEmbeddedTarget);

// The suite is worth something only as long as the real thing passes it too.
const jars = await findApacheKafkaJars();
if (jars.kind === 'found') {
  describeKafkaConformance('Apache Kafka 4.3.0, three brokers,', () => startApacheKafkaTarget(jars.directory));
} else {
  describeUnavailable('Apache Kafka 4.3.0', jars.reason);
}
