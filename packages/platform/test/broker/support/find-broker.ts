import type { Admin } from 'kafkajs';
import { connectRawClient } from './raw-client.ts';

const FIND_COORDINATOR = { apiKey: 10, apiVersion: 1 };

/** `host:port` of the broker that leads the topic's first partition: no other takes its records. */
export async function leaderOf(admin: Admin, topic: string): Promise<string> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  const leader = topics[0]?.partitions.find(({ partitionId }) => partitionId === 0)?.leader;
  const { brokers } = await admin.describeCluster();
  const found = brokers.find(({ nodeId }) => nodeId === leader);
  if (found === undefined) throw new Error(`${topic} has no leader`);
  return `${found.host}:${found.port}`;
}

/** `host:port` of the broker that coordinates the group. */
export async function coordinatorOf(bootstrap: string, groupId: string): Promise<string> {
  const client = await connectRawClient(bootstrap);
  try {
    const { apiKey, apiVersion } = FIND_COORDINATOR;
    const answer = await client.request(apiKey, apiVersion, (body) => body.string(groupId).int8(0));
    answer.int32();
    const errorCode = answer.int16();
    if (errorCode !== 0) throw new Error(`no coordinator of ${groupId}: error ${errorCode}`);
    answer.nullableString();
    answer.int32();
    return `${answer.string()}:${answer.int32()}`;
  } finally {
    client.close();
  }
}
