import { describe, expect, it } from 'vitest';
import { DEFAULT_LIVENESS_MS, parseLiveness, watchLiveness } from './liveness.ts';
import type { ProbeResult } from './readiness-probe.ts';

const SILENT: ProbeResult = { ready: false, reason: 'no answer within 3000 ms', silent: true };

describe('liveness', () => {
  it('calls a process hung when it has answered nothing for the limit', async () => {
    const { liveness, after } = watch();
    liveness.answered();
    expect(await after(4_000)).toBe(false);
    expect(await after(4_000)).toBe(false);
    expect(await after(2_000)).toBe(true);
  });

  it('begins anew with every answer, also to the liveness question alone', async () => {
    const { liveness, after, answer } = watch();
    liveness.answered();
    await after(4_000);
    await after(4_000);
    answer({ ready: false, reason: 'answered 503' });
    expect(await after(4_000)).toBe(false);
    answer(SILENT);
    await after(4_000);
    expect(await after(4_000)).toBe(false);
    expect(await after(4_000)).toBe(true);
  });

  it('leaves one that has never answered to the start', async () => {
    const { after } = watch();
    for (let question = 0; question < 10; question += 1) expect(await after(5_000)).toBe(false);
  });

  it('does not count the time in which the whole machine slept', async () => {
    const { liveness, after } = watch();
    liveness.answered();
    expect(await after(3_600_000)).toBe(false);
    expect(await after(4_999)).toBe(false);
    expect(await after(1)).toBe(true);
  });

  it('can be turned off', async () => {
    const { liveness, after } = watch(0);
    liveness.answered();
    for (let question = 0; question < 10; question += 1) expect(await after(5_000)).toBe(false);
  });
});

describe('LIVENESS_SECONDS', () => {
  it.each([
    [undefined, DEFAULT_LIVENESS_MS],
    ['', DEFAULT_LIVENESS_MS],
    ['soon', DEFAULT_LIVENESS_MS],
    ['-1', DEFAULT_LIVENESS_MS],
    ['45', 45_000],
    ['0', 0],
  ])('%j means %d ms', (text, expected) => {
    expect(parseLiveness(text)).toBe(expected);
  });
});

function watch(limitMs = 10_000) {
  let time = 0;
  let answer = SILENT;
  const liveness = watchLiveness({ url: 'http://orders/health', limitMs, probe: async () => answer, now: () => time });
  return {
    liveness,
    answer: (next: ProbeResult) => (answer = next),
    after: (ms: number) => {
      time += ms;
      return liveness.isHung();
    },
  };
}
