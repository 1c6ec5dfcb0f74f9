import { connect } from 'node:net';
import pg from 'pg';

const ANSWER_WITHIN_MS = 3_000;

/** Rejects unless the server lets this user in and would let it make databases. */
export async function reachPostgres(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: ANSWER_WITHIN_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ allowed: boolean }>(
      'select rolcreatedb or rolsuper as allowed from pg_roles where rolname = current_user',
    );
    if (rows[0]?.allowed !== true) throw new Error('this user may not create databases (ALTER ROLE … CREATEDB)');
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Rejects, naming them, unless every `host:port` of the list takes a connection. */
export async function reachBrokers(brokers: string): Promise<void> {
  const outcomes = await Promise.allSettled(brokers.split(',').map((broker) => reachPort(broker.trim())));
  const reasons = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [(outcome.reason as Error).message] : [],
  );
  if (reasons.length > 0) throw new Error(reasons.join('; '));
}

function reachPort(address: string): Promise<void> {
  const [, host, port] = /^(.+):(\d+)$/.exec(address) ?? [];
  if (host === undefined || port === undefined) return Promise.reject(new Error(`"${address}" is not host:port`));
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(port) });
    const fail = (reason: string) => {
      socket.destroy();
      reject(new Error(`${address}: ${reason}`));
    };
    socket.setTimeout(ANSWER_WITHIN_MS, () => fail(`no answer within ${ANSWER_WITHIN_MS} ms`));
    socket.once('error', ({ message }) => fail(message));
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}
