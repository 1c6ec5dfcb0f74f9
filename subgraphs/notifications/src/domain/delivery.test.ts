import { describe, expect, it } from 'vitest';
import { nextStep } from './delivery.ts';

const NOW = new Date('2026-01-31T12:00:00Z');
const waitSeconds = (attempts: number) => {
  const step = nextStep({ kind: 'deferred', reason: 'greylisted' }, attempts, NOW);
  return step.kind === 'wait' ? (step.dueAt.getTime() - NOW.getTime()) / 1_000 : step.kind;
};

describe('a delivery', () => {
  it('is done when the mail server took the mail', () => {
    expect(nextStep({ kind: 'sent' }, 1, NOW)).toEqual({ kind: 'sent' });
  });

  it('never fails of an outage, and is due at once when it ends', () => {
    expect(nextStep({ kind: 'unreachable', reason: 'gone' }, 100_000, NOW)).toEqual({
      kind: 'wait',
      dueAt: NOW,
      reason: 'gone',
      counts: false,
    });
  });

  it('fails when the mail server will never take the mail', () => {
    expect(nextStep({ kind: 'refused', reason: 'no such mailbox' }, 1, NOW)).toEqual({
      kind: 'failed',
      reason: 'no such mailbox',
    });
  });

  it('waits longer each time that it is put off, an hour at most, and fails after two days', () => {
    expect([1, 2, 3].map(waitSeconds)).toEqual([15, 30, 60]);
    expect(waitSeconds(54)).toBe(3_600);
    expect(waitSeconds(55)).toBe('failed');
    const hours =
      Array.from({ length: 54 }, (_, index) => Number(waitSeconds(index + 1))).reduce((a, b) => a + b) / 3_600;
    expect(hours).toBeGreaterThan(44);
    expect(hours).toBeLessThan(52);
  });
});
