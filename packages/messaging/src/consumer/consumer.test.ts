import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createConsumer } from './consumer.ts';
import { createFakeBroker, recordOf, silentLogger } from '../testing/fakes.ts';

function createTestConsumer(options: Parameters<typeof createFakeBroker>[0] = {}) {
  const { broker, sessions } = createFakeBroker(options);
  const handle = vi.fn(async () => true);
  const consumer = createConsumer({
    broker,
    groupId: 'shop',
    topics: async () => ['shop.events'],
    handle,
    logger: silentLogger,
  });
  return { consumer, sessions, handle };
}

describe('the consumer of a service', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is ready once it has joined its group', async () => {
    const { consumer } = createTestConsumer();
    expect(() => consumer.readiness.check()).toThrow('not joined yet');
    consumer.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(consumer.readiness.check()).toBeUndefined();
    await consumer.stop();
  });

  it('keeps trying to join', async () => {
    const join = vi.fn(async () => undefined).mockRejectedValueOnce(new Error('broker away'));
    const { consumer } = createTestConsumer({ join });
    consumer.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(() => consumer.readiness.check()).toThrow('broker away');
    await vi.advanceTimersByTimeAsync(100);
    expect(consumer.readiness.check()).toBeUndefined();
    await consumer.stop();
  });

  it('joins again after a crash and is not ready meanwhile', async () => {
    const { consumer, sessions, handle } = createTestConsumer();
    consumer.start();
    await vi.advanceTimersByTimeAsync(0);
    sessions[0]?.listener.onEnded(new TypeError('x is not a function'));
    await vi.advanceTimersByTimeAsync(0);
    expect(() => consumer.readiness.check()).toThrow('x is not a function');
    await vi.advanceTimersByTimeAsync(100);
    expect(consumer.readiness.check()).toBeUndefined();
    expect(sessions.map((session) => session.closed)).toEqual([true, false]);
    sessions[1]?.listener.onRecords([recordOf()]);
    await vi.advanceTimersByTimeAsync(0);
    expect(handle).toHaveBeenCalledOnce();
    await consumer.stop();
  });

  it('takes nothing from a session that is over', async () => {
    const { consumer, sessions, handle } = createTestConsumer();
    consumer.start();
    await vi.advanceTimersByTimeAsync(0);
    sessions[0]?.listener.onEnded(new Error('crash'));
    sessions[0]?.listener.onRecords([recordOf()]);
    await vi.advanceTimersByTimeAsync(50);
    expect(handle).not.toHaveBeenCalled();
    await consumer.stop();
  });

  it('commits what it has handled before it leaves', async () => {
    const { consumer, sessions } = createTestConsumer();
    consumer.start();
    await vi.advanceTimersByTimeAsync(0);
    sessions[0]?.listener.onRecords([recordOf({ offset: 41n })]);
    await consumer.stop();
    expect(sessions[0]?.commits).toEqual([{ topic: 'shop.events', partition: 0, offset: 42n }]);
    expect(sessions[0]?.closed).toBe(true);
  });

  it('is not ready while a message gets no end', async () => {
    const { consumer, sessions, handle } = createTestConsumer();
    handle.mockReturnValueOnce(new Promise(() => undefined));
    consumer.start();
    await vi.advanceTimersByTimeAsync(0);
    sessions[0]?.listener.onRecords([recordOf()]);
    for (let second = 0; second < 125; second += 1) {
      if (second < 120) expect(consumer.readiness.check()).toBeUndefined();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(() => consumer.readiness.check()).toThrow('a message is unfinished for 125 s');
    await Promise.all([consumer.stop(), vi.advanceTimersByTimeAsync(5_000)]);
  });

  it('stops within its deadline while a handler hangs', async () => {
    const { consumer, sessions, handle } = createTestConsumer();
    handle.mockReturnValue(new Promise(() => undefined));
    consumer.start();
    await vi.advanceTimersByTimeAsync(0);
    sessions[0]?.listener.onRecords([recordOf()]);
    const stopped = vi.fn();
    void consumer.stop().then(stopped);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(stopped).toHaveBeenCalled();
    expect(sessions[0]?.commits).toEqual([]);
  });

  it('stops within its deadline while it waits to join', async () => {
    const { consumer } = createTestConsumer({ join: () => new Promise(() => undefined) });
    consumer.start();
    const stopped = vi.fn();
    void consumer.stop().then(stopped);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(stopped).toHaveBeenCalled();
  });
});
