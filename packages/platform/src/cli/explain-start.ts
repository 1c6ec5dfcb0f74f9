import { ConfigError } from '@galleria/kit/config';
import { ServiceError } from '@galleria/kit/errors';
import { PortPlanError } from '../ports.ts';
import { StateDirectoryError } from '../state/state-directory.ts';
import { AlreadyRunningError } from '../state/supervisor-lock.ts';
import { FormationError } from '../supervisor/formation/formation.ts';
import { PortsTakenError } from '../supervisor/process/port-holder.ts';
import { StartFailedError } from '../supervisor/supervisor.ts';

/**
 * Why a start failed, for a person: expected failures in their own words; anything else with its stack, because it is a
 * defect.
 */
export function explainStart(error: unknown): string {
  if (error instanceof AlreadyRunningError) {
    return `${error.message}\nnpm run status shows it, Ctrl-C in its terminal stops it.\nGALLERIA_STATE=.galleria/second PORT_BASE=5000 npm start runs a second copy.`;
  }
  const isExpected = [
    PortsTakenError,
    PortPlanError,
    FormationError,
    ConfigError,
    StateDirectoryError,
    ServiceError,
  ].some((kind) => error instanceof kind);
  if (error instanceof Error && isExpected) return error.message;
  if (isDiskFull(error)) {
    return `Galleria could not start: ${error.message}\nMake room there, or let GALLERIA_STATE name a folder on another disk; nothing is lost.`;
  }
  if (error instanceof StartFailedError) return `Galleria could not start: ${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function isDiskFull(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
