import { appendFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readLines, rotateLog, truncateLog } from './log-file.ts';
import { errorMessage, LogWatch } from './log-watch.ts';

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'galleria-log-'));
  file = join(directory, 'orders.log');
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

describe('LogWatch', () => {
  it('reports errors that are logged after it began, and nothing else', () => {
    writeFileSync(file, line('error', 'before'));
    const onError = vi.fn();
    const watch = new LogWatch({ files: { orders: file }, onError, onMoreErrors: vi.fn() });
    appendFileSync(file, `${line('info', 'order placed')}plain text\n${line('error', 'no stock')}`);
    watch.read();
    watch.read();
    watch.close();
    expect(onError.mock.calls).toEqual([['orders', 'no stock']]);
  });

  it('reports a line when it is complete', () => {
    const onError = vi.fn();
    const watch = new LogWatch({ files: { orders: file }, onError, onMoreErrors: vi.fn() });
    const text = line('fatal', 'could not start');
    appendFileSync(file, text.slice(0, 20));
    watch.read();
    expect(onError).not.toHaveBeenCalled();
    appendFileSync(file, text.slice(20));
    watch.read();
    watch.close();
    expect(onError).toHaveBeenCalledExactlyOnceWith('orders', 'could not start');
  });

  it('counts what exceeds three errors in one reading', () => {
    const [onError, onMoreErrors] = [vi.fn(), vi.fn()];
    const watch = new LogWatch({ files: { orders: file }, onError, onMoreErrors });
    appendFileSync(file, line('error', 'no stock').repeat(10));
    watch.read();
    watch.close();
    expect(onError).toHaveBeenCalledTimes(3);
    expect(onMoreErrors).toHaveBeenCalledExactlyOnceWith('orders', 7);
  });
});

describe('errorMessage', () => {
  it('joins what was attempted and why it failed', () => {
    expect(errorMessage('{"level":"error","msg":"could not send","err":{"message":"broker away"}}')).toBe(
      'could not send: broker away',
    );
  });

  it.each(['{"level":"info","msg":"said \\"level\\":\\"error\\""}', '{"level":"error"', 'Error: plain'])(
    'takes %s for no error',
    (text) => {
      expect(errorMessage(text)).toBeUndefined();
    },
  );
});

describe('a log file', () => {
  it('makes room at a start when it is long, and keeps one older', () => {
    writeFileSync(file, 'long');
    rotateLog(file, 3);
    expect(existsSync(file)).toBe(false);
    expect(readFileSync(`${file}.1`, 'utf8')).toBe('long');
  });

  it('is emptied while it is written to, and goes on from its new end', () => {
    writeFileSync(file, 'one\ntwo\n');
    expect(truncateLog(file, 3)).toBe(true);
    appendFileSync(file, 'three\n');
    expect(readFileSync(`${file}.1`, 'utf8')).toBe('one\ntwo\n');
    expect(readLines(file, 0)).toEqual({ lines: ['three'], end: 6 });
  });

  it('is read from its beginning again after it became shorter', () => {
    writeFileSync(file, 'new\n');
    expect(readLines(file, 1_000)).toEqual({ lines: ['new'], end: 4 });
  });

  it('has no lines before it exists', () => {
    expect(readLines(file, 0)).toEqual({ lines: [], end: 0 });
  });
});

function line(level: string, msg: string): string {
  return `${JSON.stringify({ level, time: '2026-01-01T00:00:00.000Z', service: 'orders', msg })}\n`;
}
