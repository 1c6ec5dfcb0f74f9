import { Kafka, logLevel } from 'kafkajs';

// A consumer in a process of its own, so that a test can kill it: it never leaves its group.
const [broker, topic, groupId] = process.argv.slice(2);
const kafka = new Kafka({ clientId: 'killed-member', brokers: [broker], logLevel: logLevel.NOTHING });
const consumer = kafka.consumer({ groupId, sessionTimeout: 2000, heartbeatInterval: 300, maxWaitTimeInMs: 100 });
consumer.on(consumer.events.GROUP_JOIN, () => process.stdout.write('joined\n'));
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await consumer.run({ eachMessage: async () => undefined });
