import type { Socket } from 'node:net';
import type { BrokerLogger } from '../broker-logger.ts';
import { createFrameSplitter } from '../wire/frame-splitter.ts';
import { MalformedFrameError } from '../wire/protocol-reader.ts';
import type { Dispatch } from './request-dispatcher.ts';

/** Apache Kafka's socket.request.max.bytes. */
const MAXIMUM_FRAME_BYTES = 100 * 1024 * 1024;
/** Requests that may wait before the socket is no longer read. */
const LONGEST_QUEUE = 16;

/**
 * Serves one client. Its requests are handled one after another in the order they came, as the protocol promises.
 * Closes the connection at the first frame that cannot be understood.
 */
export function serveConnection({
  socket,
  dispatch,
  logger,
}: {
  socket: Socket;
  dispatch: Dispatch;
  logger: BrokerLogger;
}): void {
  const clientHost = `/${socket.remoteAddress ?? ''}`;
  const frames = createFrameSplitter({ maximumFrameBytes: MAXIMUM_FRAME_BYTES });
  const queue: Buffer[] = [];
  const gone = new AbortController();
  let isAnswering = false;

  async function answerQueue(): Promise<void> {
    if (isAnswering) return;
    isAnswering = true;
    for (let frame = queue.shift(); frame && !gone.signal.aborted; frame = queue.shift()) {
      const response = await dispatch(frame, { clientHost, closed: gone.signal });
      if (response && !socket.write(response)) await drained(socket, gone.signal);
      if (queue.length < LONGEST_QUEUE && socket.isPaused()) socket.resume();
    }
    isAnswering = false;
  }

  function giveUp(error: unknown): void {
    const details = { err: error, clientHost };
    if (error instanceof MalformedFrameError) logger.warn(details, 'closed a connection that sent a malformed request');
    else logger.error(details, 'closed a connection after an unexpected error');
    socket.destroy();
  }

  socket.setNoDelay(true);
  socket.on('data', (chunk) => {
    try {
      queue.push(...frames.push(chunk));
    } catch (error) {
      giveUp(error);
      return;
    }
    if (queue.length >= LONGEST_QUEUE) socket.pause();
    answerQueue().catch(giveUp);
  });
  // A reset by the peer is an ordinary end of a connection; 'close' follows.
  socket.on('error', () => undefined);
  socket.on('close', () => gone.abort());
}

function drained(socket: Socket, gone: AbortSignal): Promise<void> {
  if (gone.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = () => {
      socket.off('drain', stop);
      gone.removeEventListener('abort', stop);
      resolve();
    };
    socket.once('drain', stop);
    gone.addEventListener('abort', stop);
  });
}
