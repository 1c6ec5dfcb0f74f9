import { createLogger } from '@galleria/kit/logger';
import { describe, expect, it } from 'vitest';
import { createMailServerOutage } from './mail-server-outage.ts';

function outageAt(start: number) {
  let now = start;
  const lines: string[] = [];
  const logger = createLogger(
    { service: 'test' },
    { write: (line) => void lines.push((JSON.parse(line) as { msg: string }).msg) },
  );
  const outage = createMailServerOutage({ logger, now: () => now, random: () => 1 });
  return { outage, lines, pass: (ms: number) => (now += ms) };
}

describe('an outage of the mail server', () => {
  it('pauses longer after each failed try, ten seconds at most', () => {
    const { outage, pass } = outageAt(1_000);
    const pauses = Array.from({ length: 8 }, () => {
      outage.note(false);
      const pauseMs = outage.pauseMs();
      pass(pauseMs);
      return pauseMs;
    });
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it('is one failure when many mails fail together', () => {
    const { outage, pass } = outageAt(1_000);
    outage.note(false);
    pass(100);
    outage.note(false);
    expect(outage.pauseMs()).toBe(150);
  });

  it('ends with the first mail that gets through, and is told of twice', () => {
    const { outage, lines, pass } = outageAt(1_000);
    expect(outage.isOn).toBe(false);
    for (let count = 0; count < 3; count += 1) {
      outage.note(false);
      pass(outage.pauseMs());
    }
    expect(outage.isOn).toBe(true);
    outage.note(true);
    outage.note(true);
    expect(outage.isOn).toBe(false);
    expect(lines).toEqual(['the mail server cannot be reached; mail waits for it', 'the mail server is back']);
  });
});
