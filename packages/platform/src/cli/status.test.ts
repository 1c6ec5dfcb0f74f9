import { describe, expect, it } from 'vitest';
import { renderProcessTable } from './process-table.ts';
import { renderStatus } from './status.ts';
import { createPaint, type Paint } from './terminal.ts';

const plain: Paint = (_style, text) => text;

const ROUTER = {
  name: 'router',
  state: 'ready',
  port: 4000,
  pid: 71,
  memoryBytes: 110 * 1024 * 1024,
  url: 'http://localhost:4000/graphql',
};
const ORDERS = {
  name: 'orders',
  state: 'unready',
  detail: 'broker: away',
  port: 4004,
  pid: 4711,
  memoryBytes: 1024 * 1024,
  url: 'http://127.0.0.1:4004/graphql',
};

describe('the table of processes', () => {
  it('lines up its columns, numbers to the right', () => {
    expect(renderProcessTable([ROUTER, ORDERS], plain)).toEqual([
      'process   state       port    pid   memory   url',
      'router    ● ready     4000     71   110 MB   http://localhost:4000/graphql',
      'orders    ● unready   4004   4711     1 MB   http://127.0.0.1:4004/graphql',
      '2 processes, 111 MB of memory',
      'orders: broker: away',
    ]);
  });

  it('lines up the same with colours', () => {
    const coloured = renderProcessTable([ROUTER, ORDERS], createPaint(true, {}));
    const stripped = coloured.map((line) => line.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), ''));
    expect(stripped).toEqual(renderProcessTable([ROUTER, ORDERS], plain));
    expect(coloured).not.toEqual(stripped);
  });

  it('shows servers of others without what is not known of them', () => {
    const table = renderProcessTable([{ name: 'postgres', state: 'external', url: 'postgresql://db.example' }], plain);
    expect(table).toEqual([
      'process    state        port   pid   memory   url',
      'postgres   ● external                         postgresql://db.example',
    ]);
  });

  it('counts restarts', () => {
    expect(renderProcessTable([{ ...ROUTER, restarts: 2 }], plain)[1]).toContain('● ready (restarted 2×)');
  });
});

describe('npm run status', () => {
  it('says that nothing runs', () => {
    expect(renderStatus({ running: false, leftovers: [] }, plain).join('\n')).toContain('Galleria does not run here.');
  });

  it('names what a killed run has left', () => {
    expect(renderStatus({ running: false, leftovers: ['postgres', 'users'] }, plain).join('\n')).toContain(
      'postgres, users',
    );
  });

  it('says first which processes are not ready', () => {
    const origin = { supervisorPid: 1, startedAt: '2026-01-01T10:20:30.000Z', portBase: 4000 };
    const lines = renderStatus({ running: true, ready: false, ...origin, processes: [ROUTER, ORDERS] }, plain);
    expect(lines[1]).toBe('  Galleria runs in part: orders not ready (since 2026-01-01 10:20 UTC, supervisor pid 1)');
  });
});

describe('createPaint', () => {
  it.each([
    ['a terminal', true, {}, true],
    ['a terminal that cannot', true, { TERM: 'dumb' }, false],
    ['a terminal with NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['a pipe', false, {}, false],
    ['a pipe with FORCE_COLOR', false, { FORCE_COLOR: '1' }, true],
  ])('paints for %s: %s %s', (_title, isTerminal, env, expected) => {
    expect(createPaint(isTerminal, env)('red', 'text') !== 'text').toBe(expected);
  });
});
