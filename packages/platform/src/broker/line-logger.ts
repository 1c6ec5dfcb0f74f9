import type { BrokerLogger } from './broker-logger.ts';

/** pino's level numbers, so that the same viewers read both. */
const LEVEL = { info: 30, warn: 40, error: 50 };

/**
 * A logger that writes one JSON object a line, in pino's shape. The broker has no dependency, hence not pino itself.
 */
export function createLineLogger(write: (line: string) => void): BrokerLogger {
  const log = (level: keyof typeof LEVEL) => (details: object, message: string) => {
    const entry = { level: LEVEL[level], time: Date.now(), service: 'broker', ...details, msg: message };
    write(`${JSON.stringify(entry, replaceError)}\n`);
  };
  return { info: log('info'), warn: log('warn'), error: log('error') };
}

function replaceError(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name, message, stack } = value;
  const code = 'code' in value ? { code: value.code } : {};
  return { type: name, message, stack, ...code };
}
