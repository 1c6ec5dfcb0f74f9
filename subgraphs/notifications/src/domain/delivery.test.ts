import { describe, expect, it } from 'vitest';
import { nextStep } from './delivery.ts';

const NOW = new Date('2026-01-31T12:00:00Z');
const waitSeconds = (attempts: number, chance = 1) => {
  const step = nextStep('DEFERRED', attempts, NOW, chance);
  return step.kind === 'wait' ? (step.dueAt.getTime() - NOW.getTime()) / 1_000 : step.kind;
};
const hoursOfAllWaits = (chance: number) =>
  Array.from({ length: 69 }, (_, index) => Number(waitSeconds(index + 1, chance))).reduce((a, b) => a + b) / 3_600;

describe('a delivery', () => {
  it('is done when the mail server took the mail', () => {
    expect(nextStep('SENT', 1, NOW, 0)).toEqual({ kind: 'sent' });
  });

  it('never fails of an outage, and is due at once when it ends', () => {
    expect(nextStep('UNREACHABLE', 100_000, NOW, 0)).toEqual({ kind: 'wait', dueAt: NOW, counts: false });
  });

  it('fails when the mail server will never take the mail, or the link in it is worth nothing any more', () => {
    expect(nextStep('REFUSED', 1, NOW, 0)).toEqual({ kind: 'failed' });
    expect(nextStep('EXPIRED', 1, NOW, 0)).toEqual({ kind: 'failed' });
  });

  it('waits longer each time that it is put off, an hour at most, and fails in the end', () => {
    expect([1, 2, 3].map((attempts) => waitSeconds(attempts))).toEqual([20, 40, 80]);
    expect(waitSeconds(69)).toBe(3_600);
    expect(waitSeconds(70)).toBe('failed');
  });

  it('spreads each wait over its upper half, and all of them over some two days', () => {
    expect([0, 0.5, 1].map((chance) => waitSeconds(3, chance))).toEqual([40, 60, 80]);
    expect(hoursOfAllWaits(0.5)).toBeGreaterThan(44);
    expect(hoursOfAllWaits(0.5)).toBeLessThan(52);
  });
});
