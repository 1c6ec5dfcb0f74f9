import type { SystemProcessStatus } from '../supervisor/system-status.ts';
import type { Paint, Style } from './terminal.ts';
import { renderTable, type Cell } from './table.ts';

const COLUMNS = [
  { title: 'process' },
  { title: 'state' },
  { title: 'port', align: 'right' },
  { title: 'pid', align: 'right' },
  { title: 'memory', align: 'right' },
  { title: 'url' },
] as const;

/** One line for each process, what is wrong with any below it, and the memory of all together. */
export function renderProcessTable(rows: readonly SystemProcessStatus[], paint: Paint): string[] {
  const table = renderTable(
    COLUMNS,
    rows.map((row) => renderCells(row, paint)),
    (title) => paint('dim', title),
  );
  const running = rows.filter(({ pid }) => pid !== undefined);
  const total = running.reduce((sum, { memoryBytes = 0 }) => sum + memoryBytes, 0);
  const details = rows.filter(({ detail }) => detail !== undefined);
  return [
    ...table,
    ...(total === 0 ? [] : [paint('dim', `${running.length} processes, ${megabytes(total)} of memory`)]),
    ...details.map(({ name, state, detail }) => paint(styleOf(state), `${name}: ${detail ?? ''}`)),
  ];
}

function renderCells(row: SystemProcessStatus, paint: Paint): Cell[] {
  const { name, state, port, pid, memoryBytes, url, restarts = 0 } = row;
  return [
    { text: name, paint: (text) => paint('bold', text) },
    {
      text: `● ${state}${restarts === 0 ? '' : ` (restarted ${restarts}×)`}`,
      paint: (text) => paint(styleOf(state), text),
    },
    { text: port === undefined ? '' : String(port) },
    { text: pid === undefined ? '' : String(pid), paint: (text) => paint('dim', text) },
    { text: memoryBytes === undefined ? '' : megabytes(memoryBytes), paint: (text) => paint('dim', text) },
    { text: url },
  ];
}

function styleOf(state: string): Style {
  if (state === 'ready') return 'green';
  return state === 'external' || state === 'stopped'
    ? 'dim'
    : state === 'starting' || state === 'waiting'
      ? 'yellow'
      : 'red';
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
