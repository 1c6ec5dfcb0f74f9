import type { SystemStatus } from '../supervisor/system-status.ts';
import { renderProcessTable } from './process-table.ts';
import type { Paint } from './terminal.ts';

/** What `npm run status` prints, line by line. */
export function renderStatus(status: SystemStatus, paint: Paint): string[] {
  return ['', ...(status.running ? renderRunning(status, paint) : renderStopped(status, paint)), ''].map((line) =>
    line === '' ? '' : `  ${line}`,
  );
}

function renderRunning(status: Extract<SystemStatus, { running: true }>, paint: Paint): string[] {
  const unready = status.processes.filter(({ state }) => state !== 'ready' && state !== 'external');
  const headline = status.ready
    ? paint('bold', 'Galleria runs')
    : `${paint('bold', 'Galleria runs in part:')} ${paint('yellow', `${unready.map(({ name }) => name).join(', ')} not ready`)}`;
  const since = status.startedAt.slice(0, 16).replace('T', ' ');
  const origin = paint('dim', `(since ${since} UTC, supervisor pid ${status.supervisorPid})`);
  return [`${headline} ${origin}`, '', ...renderProcessTable(status.processes, paint)];
}

function renderStopped({ leftovers }: Extract<SystemStatus, { running: false }>, paint: Paint): string[] {
  const headline = `${paint('bold', 'Galleria does not run here.')} npm start starts it.`;
  if (leftovers.length === 0) return [headline];
  return [headline, `Of a run that was killed these are left, and the next start ends them: ${leftovers.join(', ')}.`];
}
