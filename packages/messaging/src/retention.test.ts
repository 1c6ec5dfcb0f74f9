import { describe, expect, it } from 'vitest';
import { requireRetention, topicRetentionMs } from './retention.ts';

const DAY_MS = 86_400_000;
const brokerThat = (ms: number) => ({ retentionMs: async () => new Map([['shop.events', ms]]) });

describe('what is kept', () => {
  it('is kept for a service that is down, and as a dead letter for a person', () => {
    expect(topicRetentionMs('shop.events')).toBe(7 * DAY_MS);
    expect(topicRetentionMs('shop.dead-letters')).toBe(-1);
  });

  it.each([7 * DAY_MS, 30 * DAY_MS])('may be delivered again while the inbox knows it: %d ms', async (ms) => {
    await expect(requireRetention(brokerThat(ms), ['shop.events'])).resolves.toBeUndefined();
  });

  it.each([
    ['ever', -1],
    ['90 days', 90 * DAY_MS],
  ])('may not be there longer: for %s', async (words, ms) => {
    await expect(requireRetention(brokerThat(ms), ['shop.events'])).rejects.toThrow(
      `the topic shop.events keeps messages for ${words}, and the inbox knows those of 30 days: set its retention.ms`,
    );
  });
});
