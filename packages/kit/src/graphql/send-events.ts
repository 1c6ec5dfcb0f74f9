import type { FastifyReply } from 'fastify';

/** How answers that come one by one are written into one response. */
export interface EventFormat {
  readonly contentType: string;
  readonly opening: string;
  /** One answer. */
  readonly event: (json: string) => string;
  /** Says that the stream lives, where answers may be long in coming. */
  readonly heartbeat?: string;
  readonly closing: string;
}

/**
 * GraphQL over SSE, "distinct connections mode" (https://github.com/enisdenis/graphql-sse/blob/master/PROTOCOL.md):
 * `next` with an execution result for each event, and `complete` when there will be none.
 */
export const SERVER_SENT_EVENTS: EventFormat = {
  contentType: 'text/event-stream; charset=utf-8',
  opening: ':\n\n',
  event: (json) => `event: next\ndata: ${json}\n\n`,
  heartbeat: ':\n\n',
  closing: 'event: complete\ndata:\n\n',
};

/** Proxies end what says nothing for a minute, and clients of the multipart protocol wait for less. */
const HEARTBEAT_MS = 5_000;

/**
 * Sends answers as they come, the next one when the client has taken the last. Breaks the connection off when the
 * process stops, without saying that the stream was complete: its client asks again, and another process answers. What
 * ends soon by itself is given no `stopping`.
 */
export async function sendEvents(
  reply: FastifyReply,
  answers: AsyncIterable<string>,
  format: EventFormat,
  stopping?: AbortSignal,
): Promise<void> {
  const { raw } = reply;
  reply.hijack();
  const breakOff = () => raw.destroy();
  stopping?.addEventListener('abort', breakOff, { once: true });
  const heartbeat = beat(raw, format.heartbeat);
  if (stopping?.aborted === true) breakOff();
  try {
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(200, {
      'content-type': format.contentType,
      'cache-control': 'no-store',
      vary: 'accept',
      // nginx would keep events until it has many.
      'x-accel-buffering': 'no',
    });
    raw.write(format.opening);
    for await (const answer of answers) {
      if (!raw.write(format.event(answer))) await taken(raw);
      heartbeat?.refresh();
    }
    raw.end(format.closing);
  } catch (thrown) {
    breakOff();
    throw thrown;
  } finally {
    clearInterval(heartbeat);
    stopping?.removeEventListener('abort', breakOff);
  }
}

function beat(raw: FastifyReply['raw'], heartbeat: string | undefined): NodeJS.Timeout | undefined {
  return heartbeat === undefined ? undefined : setInterval(() => raw.write(heartbeat), HEARTBEAT_MS);
}

function taken(raw: FastifyReply['raw']): Promise<void> {
  return new Promise((resolve) => {
    raw.once('drain', () => resolve()).once('close', () => resolve());
    if (raw.destroyed) resolve();
  });
}
