import { pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import { currentContext } from './execution-context.ts';

export type { Logger } from 'pino';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/**
 * One JSON line per event on standard output, with the service's name and, inside a request or a message,
 * its correlation id: the same id in every service's log tells one order's whole story.
 */
export function createLogger(
  options: { readonly service: string; readonly level?: LogLevel },
  destination?: DestinationStream,
): Logger {
  const settings = {
    level: options.level ?? 'info',
    base: { service: options.service },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: contextFields,
    redact: ['password', 'accessToken', 'refreshToken', '*.password', '*.accessToken', '*.refreshToken'],
  };
  return destination === undefined ? pino(settings) : pino(settings, destination);
}

function contextFields(): Record<string, string> {
  const context = currentContext();
  if (context === undefined) return {};
  return {
    correlationId: context.correlationId,
    ...(context.causationId === undefined ? {} : { causationId: context.causationId }),
  };
}
