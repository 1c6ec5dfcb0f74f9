import { ServiceError } from '@galleria/kit/errors';
import type { RunningProcess } from './process-table.ts';

export type PostgresErrorCode =
  | 'ALREADY_RUNNING'
  | 'BINARIES_MISSING'
  | 'DATA_DIRECTORY_INVALID'
  | 'PATH_UNREACHABLE'
  | 'PORT_TAKEN'
  | 'START_FAILED'
  | 'VERSION_MISMATCH';

/** What keeps the embedded PostgreSQL from running, in a sentence that says what to do about it. */
export function postgresError(
  code: PostgresErrorCode,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): ServiceError {
  return new ServiceError(code, { kind: code === 'PORT_TAKEN' ? 'conflict' : 'unavailable', message }, details);
}

export function portTaken(port: number, holder: RunningProcess | undefined): ServiceError {
  const who =
    holder === undefined ? 'a process that this user may not see' : `process ${holder.pid} (${shown(holder)})`;
  return postgresError('PORT_TAKEN', `Port ${port} is taken by ${who}.`, { port, pid: holder?.pid });
}

function shown(process: RunningProcess): string {
  return process.args.join(' ').slice(0, 120);
}
