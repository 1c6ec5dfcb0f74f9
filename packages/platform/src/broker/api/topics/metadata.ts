import type { Topic, TopicStore } from '../../storage/topics/topic-store.ts';
import { ErrorCode } from '../../wire/error-code.ts';
import type { ProtocolWriter } from '../../wire/protocol-writer.ts';
import { NO_THROTTLE_MS } from '../api.ts';
import type { Api } from '../api.ts';

/** The one node there is: leader, replica and in-sync replica of everything. */
export const NODE_ID = 0;

/** Where clients are told to connect. */
export interface AdvertisedAddress {
  readonly host: string;
  readonly port: number;
}

export interface MetadataDependencies {
  readonly topics: TopicStore;
  readonly address: () => AdvertisedAddress;
}

/** Metadata: brokers, topics and partitions. Topics are never created on the way, whatever the client allows. */
export function createMetadataApi({ topics, address }: MetadataDependencies): Api {
  return {
    key: 3,
    name: 'Metadata',
    versions: { lowest: 4, highest: 6 },
    handle({ version, body }, response) {
      const wanted = body.nullableArray(() => body.string());
      body.boolean(); // allow_auto_topic_creation
      const { host, port } = address();
      response.int32(NO_THROTTLE_MS);
      response.int32(1).int32(NODE_ID).string(host).int32(port).nullableString(null);
      response.nullableString(topics.clusterId).int32(NODE_ID);
      const names = wanted ?? topics.topics.map(({ name }) => name);
      return response.array(names, (name) => writeTopic(response, version, name, topics.find(name)));
    },
  };
}

function writeTopic(response: ProtocolWriter, version: number, name: string, topic: Topic | undefined): void {
  response
    .int16(topic ? ErrorCode.NONE : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)
    .string(name)
    .boolean(false);
  const indexes = [...(topic?.partitions.keys() ?? [])];
  response.array(indexes, (index) => {
    response.int16(ErrorCode.NONE).int32(index).int32(NODE_ID);
    writeNodes(response, [NODE_ID]);
    writeNodes(response, [NODE_ID]);
    if (version >= 5) writeNodes(response, []);
  });
}

function writeNodes(response: ProtocolWriter, nodes: readonly number[]): void {
  response.array(nodes, (node) => response.int32(node));
}
