import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { hostAndPort, parseBrokerList } from '@galleria/kit/servers/broker-list';
import { toError } from '@galleria/kit/errors';
import { createFrameSplitter } from '../broker/wire/frame-splitter.ts';
import { ProtocolReader } from '../broker/wire/protocol-reader.ts';
import { ProtocolWriter } from '../broker/wire/protocol-writer.ts';

const ANSWER_WITHIN_MS = 3_000;
const METADATA = { apiKey: 3, version: 4 };
const MAXIMUM_FRAME_BYTES = 1 << 24;

/**
 * Asks the brokers of the list what their cluster consists of, and connects to each broker that they name: clients use
 * those addresses and not the list's. Rejects when no broker answers or one that is named cannot be reached; resolves
 * with the reason where some of the list do not answer, which costs nothing as long as another does.
 */
export async function reachBrokers(list: string): Promise<string | undefined> {
  const { brokers, problem } = parseBrokerList(list);
  if (problem !== undefined) throw new Error(problem);
  const answers = await Promise.allSettled(brokers.map(advertisedBy));
  const silent = reasonsOf(answers);
  const advertised = new Set(answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])));
  if (silent.length === brokers.length) throw new Error(silent.join('; '));
  const unreachable = reasonsOf(await Promise.allSettled([...advertised].map(reachAdvertised)));
  if (unreachable.length > 0) throw new Error(unreachable.join('; '));
  return silent.length === 0 ? undefined : silent.join('; ');
}

function reasonsOf(outcomes: readonly PromiseSettledResult<unknown>[]): string[] {
  return outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [toError(outcome.reason).message] : []));
}

/** Addresses, as `host:port`, that the broker gives to its clients: of all of its cluster that are alive. */
export async function advertisedBy(broker: string): Promise<string[]> {
  return onSocket(broker, async (socket) => {
    const answer = await ask(socket, METADATA, (body) => body.array([], () => undefined).boolean(false));
    answer.int32();
    const nodes = answer.array((node) => {
      node.int32();
      const [host, port] = [node.string(), node.int32()];
      node.nullableString();
      return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
    });
    if (nodes.length === 0) throw new Error('it knows of no broker yet');
    return nodes;
  });
}

async function reachAdvertised(broker: string): Promise<void> {
  try {
    await onSocket(broker, async () => undefined);
  } catch (thrown) {
    const reason = toError(thrown).message;
    throw new Error(
      `the cluster names ${reason}; set its advertised.listeners to an address that this machine reaches`,
    );
  }
}

async function onSocket<T>(broker: string, work: (socket: Socket) => Promise<T>): Promise<T> {
  const socket = connect(hostAndPort(broker));
  const deadline = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const late = once(deadline, 'abort').then(() => {
    throw new Error(`no answer within ${ANSWER_WITHIN_MS} ms`);
  });
  try {
    const done = once(socket, 'connect').then(() => work(socket));
    return await Promise.race([done, late]);
  } catch (thrown) {
    const error = toError(thrown);
    throw new Error(
      `${broker}: ${error instanceof AggregateError ? error.errors.map(String).join(', ') : error.message}`,
    );
  } finally {
    socket.on('error', () => undefined);
    socket.destroy();
  }
}

async function ask(
  socket: Socket,
  { apiKey, version }: { readonly apiKey: number; readonly version: number },
  writeBody: (body: ProtocolWriter) => unknown,
): Promise<ProtocolReader> {
  const request = new ProtocolWriter().int32(0).int16(apiKey).int16(version).int32(1).nullableString('galleria-doctor');
  writeBody(request);
  const frame = request.toBuffer();
  frame.writeInt32BE(frame.length - 4, 0);
  socket.write(frame);
  const answer = await firstFrame(socket).catch(() => undefined);
  if (answer !== undefined) return answer;
  throw new Error('it is no Kafka broker, or one that asks for TLS or a password, which Galleria does not use');
}

/** Without its correlation id; undefined when the connection ends before. */
async function firstFrame(socket: Socket): Promise<ProtocolReader | undefined> {
  const splitter = createFrameSplitter({ maximumFrameBytes: MAXIMUM_FRAME_BYTES });
  for await (const chunk of socket) {
    const [frame] = splitter.push(chunk as Buffer);
    if (frame === undefined) continue;
    const reader = new ProtocolReader(frame);
    reader.int32();
    return reader;
  }
  return undefined;
}
