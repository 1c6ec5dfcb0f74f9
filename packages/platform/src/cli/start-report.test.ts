import { describe, expect, it } from 'vitest';
import type { ProcessState } from '../supervisor/process/process-state.ts';
import type { GalleriaEvent } from '../supervisor/running-galleria.ts';
import type { Progress } from './progress.ts';
import { createStartReport } from './start-report.ts';

const NOON = new Date(2026, 0, 1, 12, 0, 0);
const READY: ProcessState = { kind: 'ready', pid: 1, since: 0 };
const CRASHED: ProcessState = { kind: 'restarting', exit: { code: 1, signal: null }, crashes: 1, restartAt: 0 };

describe('the report of a start', () => {
  it('shows each process and step as it begins and ends', () => {
    const { lines, report } = createReport();
    report.onEvent(change('orders', { kind: 'starting', since: 0 }));
    report.onEvent(change('orders', { kind: 'starting', since: 0, pid: 1 }));
    report.onEvent(change('orders', READY));
    report.onEvent({ type: 'step', name: 'seed', outcome: 'started' });
    report.onEvent({ type: 'step', name: 'seed', outcome: 'failed', error: new Error('no products') });
    expect(lines).toEqual([
      'begin orders: starting orders',
      'succeed orders',
      'begin seed: filling the shop with its first data',
      'fail seed: no products',
    ]);
  });

  it('says why a process does not start, and where to read more', () => {
    const { lines, report } = createReport();
    report.onEvent(change('orders', CRASHED));
    expect(lines).toEqual([expect.stringMatching(/^fail orders: ended with code 1; trying again, see .*orders\.log$/)]);
  });

  it('tells crashes and recoveries as news once all has started', () => {
    const { lines, report } = createReport();
    report.started();
    report.onEvent(change('orders', CRASHED, READY));
    report.onEvent(change('orders', READY, { kind: 'starting', since: 0 }));
    report.onEvent(change('orders', { kind: 'unready', pid: 1, since: 0, reason: 'broker: away' }, READY));
    expect(lines).toEqual([
      expect.stringMatching(/^  12:00:00  orders ended with code 1; restarting in 0\.0 s, see .*orders\.log$/),
      '  12:00:00  orders is ready again',
      '  12:00:00  orders is not ready: broker: away',
    ]);
  });

  it('tells when a process works without all of its parts, and when it is complete again', () => {
    const { lines, report } = createReport();
    report.started();
    report.onEvent(change('router', { ...READY, note: 'without orders' }, READY));
    report.onEvent(change('router', READY, { ...READY, note: 'without orders' }));
    expect(lines).toEqual(['  12:00:00  router works without orders', '  12:00:00  router is complete again']);
  });

  it('passes on what processes log as errors', () => {
    const { lines, report } = createReport();
    report.onEvent({ type: 'log', process: 'orders', message: 'no stock' });
    report.onEvent({ type: 'more-log', process: 'orders', count: 4 });
    expect(lines[0]).toBe('  12:00:00  orders no stock');
    expect(lines[1]).toMatch(/orders 4 more errors in .*orders\.log$/);
  });

  it('is quiet while processes stop, unless one has to be killed', () => {
    const { lines, report } = createReport();
    report.started();
    report.onEvent(change('orders', { kind: 'stopping', pid: 1 }));
    report.onEvent(change('orders', { kind: 'stopped' }));
    report.onEvent(change('users', { kind: 'stopped', forced: true }));
    expect(lines).toEqual(['  12:00:00  users did not stop in time and was killed']);
  });
});

function change(name: string, state: ProcessState, previous: ProcessState = { kind: 'waiting' }): GalleriaEvent {
  return { type: 'process', name, state, previous };
}

function createReport() {
  const lines: string[] = [];
  const entry = (verb: string, name: string, text?: string) =>
    lines.push(`${verb} ${name}${text === undefined ? '' : `: ${text}`}`);
  const progress: Progress = {
    paint: (_style, text) => text,
    print: (line) => lines.push(line),
    begin: (name, doing) => entry('begin', name, doing),
    succeed: (name, text) => entry('succeed', name, text),
    fail: (name, text) => entry('fail', name, text),
    close: () => undefined,
  };
  return { lines, report: createStartReport(progress, '/shop/.galleria/logs', () => NOON) };
}
