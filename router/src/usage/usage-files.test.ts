import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '@galleria/kit/logger';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CountedUsage, OperationUsage } from './operation-usage.ts';
import { keepUsageFiles } from './usage-files.ts';

const logger = createLogger({ service: 'router', level: 'fatal' });

let folder: string;
let counted: CountedUsage;
let cleared: number;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'galleria-usage-')), 'counts');
  counted = day('2026-06-01T12:00:00.000Z', '2026-06-01T13:00:00.000Z');
  cleared = 0;
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

it('the counts are in a file of this process when it has stopped', async () => {
  await keepUsageFiles({ usage: usage(), folder, logger }).stop();
  const [name = '', ...others] = readdirSync(folder);
  expect(name).toMatch(new RegExp(`^2026-06-01T12-00-00.000Z-.*-${process.pid}\\.json$`));
  expect(others).toEqual([]);
  expect(JSON.parse(readFileSync(join(folder, name), 'utf8'))).toEqual(counted);
});

it('are written while it runs, over what was written before', async () => {
  const files = keepUsageFiles({ usage: usage(), folder, logger, intervalMs: 1 });
  await expect.poll(() => texts().length).toBe(1);
  counted = { ...counted, others: 7 };
  await expect.poll(() => texts()[0]).toContain('"others":7');
  await files.stop();
  expect(texts()).toHaveLength(1);
  expect(cleared).toBe(0);
});

it('begin another file on another day', async () => {
  counted = day('2026-06-01T12:00:00.000Z', '2026-06-02T00:00:30.000Z');
  const first = keepUsageFiles({ usage: usage(), folder, logger });
  await first.stop();
  expect(cleared).toBe(1);
  counted = day('2026-06-02T00:00:30.000Z', '2026-06-02T00:01:30.000Z');
  await keepUsageFiles({ usage: usage(), folder, logger }).stop();
  expect([cleared, texts().length]).toEqual([1, 2]);
});

it('that cannot be written keep nobody from being answered', async () => {
  writeFileSync(folder, 'a file where the folder should be');
  await expect(keepUsageFiles({ usage: usage(), folder, logger }).stop()).resolves.toBeUndefined();
});

function usage(): OperationUsage {
  return { count: () => undefined, read: () => counted, clear: () => void (cleared += 1) };
}

function day(from: string, to: string): CountedUsage {
  return { from, to, coordinates: {}, operations: [], others: 0 };
}

function texts(): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    return names.map((name) => readFileSync(join(folder, name), 'utf8'));
  } catch {
    return [];
  }
}
