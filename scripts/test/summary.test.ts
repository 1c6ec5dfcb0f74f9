import { describe, expect, it } from 'vitest';
import type { RunRecord } from './recorder.mjs';
import { describeRun } from './summary.mjs';

const project = (counts: Partial<Record<'passed' | 'failed' | 'skipped', number>>) => ({
  ...{ passed: 0, failed: 0, skipped: 0, startedAt: 1_000, endedAt: 3_500 },
  ...counts,
});

const record: RunRecord = {
  projects: new Map([
    ['unit', project({ passed: 9 })],
    ['system', project({ passed: 2, failed: 1, skipped: 1 })],
  ]),
  skipped: [{ test: 'is tested with kcat', file: 'a.test.ts', reason: 'kcat is not installed' }],
  notChosen: 0,
  errors: 0,
};

describe('the end of a test run', () => {
  it('gives each project its line, and each skipped test its reason', () => {
    const text = describeRun(record);
    expect(text).toMatch(/^ {2}unit +9 passed, 0 failed, 0 skipped +2\.5 s$/m);
    expect(text).toMatch(/^ {2}skipped: is tested with kcat \(a\.test\.ts\): kcat is not installed$/m);
  });

  it('has the sum over all projects alone on its last line', () => {
    expect(describeRun(record).split('\n').at(-1)).toBe('11 passed, 1 failed, 1 skipped');
  });

  it('counts what was thrown where no test waited for it as failed', () => {
    expect(
      describeRun({ ...record, errors: 2 })
        .split('\n')
        .at(-1),
    ).toBe('11 passed, 3 failed, 1 skipped');
  });
});
