import { describe, expect, it } from 'vitest';
import { nextStep } from './delivery.ts';

const NOW = new Date('2026-01-31T12:00:00Z');
const mailOf = (attempts: number, ageDays = 0) => ({
  attempts,
  createdAt: new Date(NOW.getTime() - ageDays * 86_400_000),
});
const waitSeconds = (attempts: number, chance = 1) => {
  const step = nextStep('DEFERRED', mailOf(attempts), NOW, chance);
  return step.kind === 'wait' ? (step.dueAt.getTime() - NOW.getTime()) / 1_000 : step.kind;
};
const hoursOfAllWaits = (chance: number) =>
  Array.from({ length: 69 }, (_, index) => Number(waitSeconds(index + 1, chance))).reduce((a, b) => a + b) / 3_600;

describe('a delivery', () => {
  it('is done when the mail server took the mail', () => {
    expect(nextStep('SENT', mailOf(1), NOW, 0)).toEqual({ kind: 'sent' });
  });

  it('does not fail of an outage of days, and is due at once when it ends', () => {
    const waits = { kind: 'wait', dueAt: NOW, counts: false };
    expect(nextStep('UNREACHABLE', mailOf(100_000, 5), NOW, 0)).toEqual(waits);
  });

  it('fails when no server has answered for more than five days', () => {
    expect(nextStep('UNREACHABLE', mailOf(1, 5.01), NOW, 0)).toEqual({ kind: 'failed' });
  });

  it('fails when the mail server will never take the mail, or the link in it is worth nothing any more', () => {
    expect(nextStep('REFUSED', mailOf(1), NOW, 0)).toEqual({ kind: 'failed' });
    expect(nextStep('EXPIRED', mailOf(1), NOW, 0)).toEqual({ kind: 'failed' });
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
