import { accessSync, constants } from 'node:fs';
import type { ClientConfig } from 'pg';
import { parse, toClientConfig } from 'pg-connection-string';
import { serverUrlProblem } from '../servers/server-url.ts';

const SSL_MODES = ['disable', 'prefer', 'require', 'no-verify', 'verify-ca', 'verify-full'];
const FILES = ['sslrootcert', 'sslcert', 'sslkey'];

/** What is wrong with a PostgreSQL URL, in one line that shows nothing secret; undefined when it can be used. */
export function postgresUrlProblem(text: string): string | undefined {
  const problem = serverUrlProblem(text, ['postgresql', 'postgres']);
  if (problem !== undefined) return problem;
  const query = new URL(text.trim()).searchParams;
  const mode = query.get('sslmode');
  if (mode !== null && !SSL_MODES.includes(mode)) return `has an unknown sslmode; known are ${SSL_MODES.join(', ')}`;
  if (mode === 'verify-ca' && !query.has('sslrootcert')) {
    return 'has sslmode=verify-ca, which needs the authority to trust: sslrootcert=/path/to/ca.pem';
  }
  const unreadable = FILES.find((name) => !isReadable(query.get(name)));
  return unreadable === undefined ? undefined : `has a ${unreadable} that names no file which can be read`;
}

/**
 * How every connection to a PostgreSQL is made: the one reading of its URL, which `postgresUrlProblem` has passed. The
 * `sslmode`s mean what they mean to psql (docs/decisions/022-postgres-urls.md), and `no-verify` is node-postgres's word
 * for `require` without an authority.
 */
export function connectionConfig(url: string): ClientConfig {
  // As Node writes it: the parser below reads a space beside an escape wrongly.
  const plain = new URL(url.trim());
  const query = plain.searchParams;
  query.delete('uselibpqcompat');
  if (query.get('sslmode') === 'no-verify') {
    query.set('sslmode', 'require');
    query.delete('sslrootcert');
  }
  if (trustsSystem(query.get('sslrootcert'))) {
    query.set('sslmode', 'verify-full');
    query.delete('sslrootcert');
  }
  return toClientConfig(parse(plain.href, { useLibpqCompat: true }));
}

/** psql's word for the authorities that come with the system; here those that come with Node. */
function trustsSystem(file: string | null): boolean {
  return file === 'system';
}

function isReadable(file: string | null): boolean {
  if (file === null || trustsSystem(file)) return true;
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
