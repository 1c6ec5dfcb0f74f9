import type { ProtocolReader } from '../../wire/protocol-reader.ts';

export interface FetchPartition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly maximumBytes: number;
}

/** What a consumer asks for: from where in which partitions, and how long to wait for how much. */
export interface FetchRequest {
  readonly maximumWaitMs: number;
  readonly minimumBytes: number;
  readonly maximumBytes: number;
  readonly sessionId: number;
  readonly topics: readonly { readonly topic: string; readonly partitions: readonly FetchPartition[] }[];
}

/** Reads the body of a Fetch request, version 11. */
export function readFetch(body: ProtocolReader): FetchRequest {
  body.int32(); // replica id
  const maximumWaitMs = body.int32();
  const minimumBytes = body.int32();
  const maximumBytes = body.int32();
  body.int8(); // isolation level: without transactions both levels are the same
  const sessionId = body.int32();
  body.int32(); // session epoch
  const topics = body.array(() => {
    const topic = body.string();
    return { topic, partitions: body.array(() => readPartition(body, topic)) };
  });
  body.array(() => [body.string(), body.array(() => body.int32())]); // forgotten topics, of sessions only
  body.string(); // rack
  return { maximumWaitMs, minimumBytes, maximumBytes, sessionId, topics };
}

function readPartition(body: ProtocolReader, topic: string): FetchPartition {
  const partition = body.int32();
  body.int32(); // current leader epoch
  const offset = body.int64();
  body.int64(); // log start offset, of followers only
  return { topic, partition, offset, maximumBytes: body.int32() };
}
