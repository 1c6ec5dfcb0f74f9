import { relative } from 'node:path';
import { processMemory } from '../supervisor/process/process-inspection.ts';
import { describeState } from '../supervisor/record-run.ts';
import type { Galleria } from '../supervisor/running-galleria.ts';
import type { SystemProcessStatus } from '../supervisor/system-status.ts';
import { renderProcessTable } from './process-table.ts';
import type { Paint } from './terminal.ts';

const ACCOUNTS = ['ada@galleria.example', 'grace@galleria.example', 'admin@galleria.example'];
const PASSWORD = 'galleria';

type Place = readonly [title: string, text: string];

/** What a person sees when all runs: the processes, and where to go from here. */
export function renderWelcome(galleria: Galleria, seconds: number, paint: Paint): string[] {
  const { processes, urls, state, formation } = galleria;
  const waiting = processes.filter((process) => process.state.kind !== 'ready').map(({ name }) => name);
  const headline =
    waiting.length === 0
      ? `${paint('bold', 'Galleria runs.')} ${paint('dim', `${seconds.toFixed(1)} s`)}`
      : `${paint('bold', 'Galleria runs in part:')} ${paint('yellow', `${waiting.join(', ')} not ready`)}`;
  const shop: Place = ['Shop', `${paint('cyan', urls.storefront)}  ${paint('dim', 'open it in a browser')}`];
  const graph: Place[] = [
    ['Graph', paint('cyan', urls.graph)],
    ['Sandbox', paint('cyan', urls.sandbox)],
  ];
  const accounts: Place = ['Accounts', `${ACCOUNTS.join('  ')}  ${paint('dim', 'password')} ${PASSWORD}`];
  const places: Place[] = [
    ...(formation.storefront ? [shop] : []),
    ...(formation.router ? graph : []),
    ...(formation.mailbox ? [['Mailbox', paint('cyan', urls.mailbox)] as const] : []),
    ...(formation.subgraphs.includes('users') ? [accounts] : []),
    ['Logs', `${relative(process.cwd(), state.logs) || '.'}/`],
  ];
  return [
    '',
    headline,
    '',
    ...renderProcessTable(processRows(galleria), paint),
    '',
    ...places.map(([title, text]) => `${paint('dim', title.padEnd(10))}${text}`),
    '',
    paint('dim', 'Ctrl-C stops everything. In another terminal, npm run status shows this table.'),
    '',
  ].map((line) => (line === '' ? '' : `  ${line}`));
}

function processRows({ processes, run }: Galleria): SystemProcessStatus[] {
  const own = processes.map(({ name, pid, port, url, state, restarts }): SystemProcessStatus => {
    const memoryBytes = pid === undefined ? undefined : processMemory(pid);
    const detail = describeState(state);
    return {
      name,
      state: state.kind,
      port,
      url,
      restarts,
      ...(detail === undefined ? {} : { detail }),
      ...(pid === undefined ? {} : { pid }),
      ...(memoryBytes === undefined ? {} : { memoryBytes }),
    };
  });
  return [...own, ...run.external.map(({ name, url }) => ({ name, state: 'external', url }))];
}
