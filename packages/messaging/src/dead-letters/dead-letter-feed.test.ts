import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDeadLetterHandler } from './dead-letter-feed.ts';
import { toDeadLetterRecord } from './dead-letter-topic.ts';
import { recordOf, silentLogger } from '../testing/fakes.ts';

const failure = { error: new Error('no'), code: 'Error', attempts: 1 };
const letter = { ...toDeadLetterRecord('shop', recordOf(), failure), partition: 0, offset: 0n };
const running = new AbortController().signal;

function createFeed() {
  const keep = vi.fn(async () => undefined);
  const isWritable = { value: true };
  return {
    keep,
    isWritable,
    feed: createDeadLetterHandler({
      keep,
      isDatabaseWritable: async () => isWritable.value,
      logger: silentLogger,
    }),
  };
}

describe('the feed of dead letters', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('waits for as long as the database is away or takes no changes', async () => {
    const { keep, isWritable, feed } = createFeed();
    isWritable.value = false;
    keep.mockRejectedValue(new Error('cannot execute INSERT in a read-only transaction'));
    const done = feed(letter, running);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(keep.mock.calls.length).toBeGreaterThan(20);
    keep.mockResolvedValue(undefined);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await done).toBe(true);
  });

  it('leaves a letter that cannot be kept on the topic, and goes on', async () => {
    const { keep, feed } = createFeed();
    keep.mockRejectedValue(new TypeError('x is undefined'));
    const done = feed(letter, running);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await done).toBe(true);
    expect(keep).toHaveBeenCalledTimes(8);
  });

  it('passes over what is no dead letter', async () => {
    const { keep, feed } = createFeed();
    expect(await feed(recordOf(), running)).toBe(true);
    expect(keep).not.toHaveBeenCalled();
  });

  it('gives up when it is stopped, so that the letter is delivered again', async () => {
    const { keep, feed } = createFeed();
    keep.mockRejectedValue(new Error('Connection terminated'));
    const stopping = new AbortController();
    const done = feed(letter, stopping.signal);
    await vi.advanceTimersByTimeAsync(50);
    stopping.abort();
    expect(await done).toBe(false);
  });
});
