import { BrokerError } from './broker-error.ts';
import type { FurtherListener } from './broker.ts';
import { FSYNC_MODES } from './storage/disk-sync.ts';
import type { FsyncMode } from './storage/disk-sync.ts';

const HIGHEST_PORT = 65_535;
/** A port of this machine, and the address to tell those who come by it. */
const LISTENER = /^(?<own>\d{1,5})=(?<host>[^\s:=,]+|\[[\da-f:]+\]):(?<advertised>\d{1,5})$/i;

export interface BrokerConfig {
  readonly host: string;
  readonly port: number;
  /** Where else it listens, for clients between whom and the broker a network changes addresses. */
  readonly furtherListeners: readonly FurtherListener[];
  readonly dataDirectory: string;
  readonly fsync: FsyncMode;
  /** Where health is served over HTTP; null for nowhere. */
  readonly healthPort: number | null;
}

/** Reads the broker process's configuration. Throws BrokerError CONFIG_INVALID that names every mistake. */
export function parseBrokerConfig(env: Readonly<Record<string, string | undefined>>): BrokerConfig {
  const mistakes: string[] = [];
  const port = (name: string, text: string): number => {
    const value = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
    if (!(value <= HIGHEST_PORT)) mistakes.push(`${name} must be a port number, not "${text}"`);
    return value;
  };
  const listener = (text: string): FurtherListener => {
    const { own, host = '', advertised = '' } = LISTENER.exec(text)?.groups ?? {};
    if (own === undefined) {
      mistakes.push(`KAFKA_FURTHER_LISTENERS must be a list of port=host:port, and has "${text}"`);
      return { port: NaN, advertised: { host, port: NaN } };
    }
    const to = { host: host.replace(/^\[|\]$/g, ''), port: port('KAFKA_FURTHER_LISTENERS', advertised) };
    return { port: port('KAFKA_FURTHER_LISTENERS', own), advertised: to };
  };
  const further = (env['KAFKA_FURTHER_LISTENERS'] ?? '').split(',').filter((text) => text !== '');
  const fsync = FSYNC_MODES.find((mode) => mode === (env['KAFKA_FSYNC'] ?? 'every-second'));
  if (!fsync) mistakes.push(`KAFKA_FSYNC must be one of ${FSYNC_MODES.join(', ')}`);
  const dataDirectory = env['KAFKA_DATA_DIRECTORY'] ?? '';
  if (dataDirectory === '') mistakes.push('KAFKA_DATA_DIRECTORY must name a directory');
  const healthPort = env['HEALTH_PORT'];
  const config = {
    host: env['KAFKA_HOST'] ?? '127.0.0.1',
    port: port('KAFKA_PORT', env['KAFKA_PORT'] ?? '9092'),
    furtherListeners: further.map(listener),
    dataDirectory,
    fsync: fsync ?? 'every-second',
    healthPort: healthPort === undefined ? null : port('HEALTH_PORT', healthPort),
  };
  if (mistakes.length > 0) throw new BrokerError('CONFIG_INVALID', mistakes.join('; '));
  return config;
}
