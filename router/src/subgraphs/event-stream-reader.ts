import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { SubgraphUnreachable } from './subgraph-unreachable.ts';

/** What an event of a subgraph may take. */
const MAX_EVENT_BYTES = 4 * 1_048_576;

/**
 * Reads the answers of a subscription from server-sent events (GraphQL over SSE, "distinct connections mode"), each as
 * JSON. Ends after `complete`; throws `SubgraphUnreachable` when the stream ends without it, which is no end.
 */
export async function* readEventStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const arrived: EventSourceMessage[] = [];
  const decoder = new TextDecoder();
  let unread = 0;
  const parser = createParser({
    onEvent: (message) => {
      unread = 0;
      arrived.push(message);
    },
  });
  try {
    for await (const chunk of chunks) {
      unread += chunk.byteLength;
      parser.feed(decoder.decode(chunk, { stream: true }));
      if (unread > MAX_EVENT_BYTES) throw new Error(`an event of more than ${MAX_EVENT_BYTES} bytes`);
      for (const { event, data } of arrived.splice(0)) {
        if (event === 'complete') return;
        if (event === 'next') yield data;
      }
    }
  } catch (thrown) {
    throw new SubgraphUnreachable('the stream was broken off', { cause: thrown });
  }
  throw new SubgraphUnreachable('the stream ended without being complete');
}
