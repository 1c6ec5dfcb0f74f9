import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Pooler {
  readonly url: string;
  close(): void;
}

const SSL_REQUEST = 80_877_103;
const READY_FOR_QUERY = 'Z'.charCodeAt(0);
const IDLE = 'I'.charCodeAt(0);

/**
 * What PgBouncer does between clients and PostgreSQL, for messages that are sent one at a time: with `transaction` a
 * client has a session from a statement to the end of its transaction, with `session` for as long as it is connected.
 * The one free last is taken first.
 */
export async function startPooler(postgresUrl: string, mode: 'transaction' | 'session'): Promise<Pooler> {
  const target = new URL(postgresUrl);
  const free: Socket[] = [];
  const sockets = new Set<Socket>();
  const openSession = async (): Promise<Socket> => {
    const session = connect({ host: target.hostname, port: Number(target.port) });
    sockets.add(session);
    session.write(startupMessage(target.username, target.pathname.slice(1)));
    await untilIdle(session, () => undefined);
    return session;
  };
  const serve = async (client: Socket): Promise<void> => {
    let own: Socket | undefined;
    for await (const message of messagesOf(client)) {
      const session = own ?? free.pop() ?? (await openSession());
      own = session;
      session.write(message);
      const isFree = await untilIdle(session, (bytes) => client.write(bytes));
      if (!isFree || mode === 'session') continue;
      free.push(session);
      own = undefined;
    }
  };
  const server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => undefined);
    serve(client).catch(() => client.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `postgresql://${target.username}@127.0.0.1:${(server.address() as AddressInfo).port}${target.pathname}`,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Each message of a client after its greeting, which is answered here, with a key of the pooler's own. */
async function* messagesOf(client: Socket): AsyncGenerator<Buffer> {
  let isGreeted = false;
  for await (const chunk of client) {
    const message = chunk as Buffer;
    if (isGreeted) yield message;
    else if (message.readInt32BE(4) === SSL_REQUEST) client.write('N');
    else {
      isGreeted = true;
      client.write(
        Buffer.concat([reply('R', [0]), reply('K', [1, 2]), Buffer.from([READY_FOR_QUERY, 0, 0, 0, 5, IDLE])]),
      );
    }
  }
}

/**
 * Passes on what the session answers until it waits for the next statement; says whether it is outside of a
 * transaction.
 */
async function untilIdle(session: Socket, onBytes: (bytes: Buffer) => void): Promise<boolean> {
  let last = Buffer.alloc(0);
  for (;;) {
    const [bytes] = (await once(session, 'data')) as [Buffer];
    onBytes(bytes);
    last = Buffer.concat([last, bytes]).subarray(-6);
    if (last[0] === READY_FOR_QUERY && last.readInt32BE(1) === 5) return last[5] === IDLE;
  }
}

function startupMessage(user: string, database: string): Buffer {
  const parameters = Buffer.from(`user\0${user}\0database\0${database}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + parameters.length, 0);
  head.writeInt32BE(196_608, 4);
  return Buffer.concat([head, parameters]);
}

function reply(type: string, values: readonly number[]): Buffer {
  const message = Buffer.alloc(5 + 4 * values.length);
  message.write(type, 0);
  message.writeInt32BE(4 + 4 * values.length, 1);
  values.forEach((value, index) => message.writeInt32BE(value, 5 + 4 * index));
  return message;
}
