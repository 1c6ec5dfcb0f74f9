import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sleep } from '../backoff.ts';
import { BrokerError } from '../kafka/broker-error.ts';
import { createRelay } from './relay.ts';
import { createFakeOutbox, createFakeProducer, rowOf, silentLogger } from '../testing/fakes.ts';

const TOLD = 'the broker refuses messages; keys that wait for them: 1';

function createTestRelay(options: { readonly fail?: Parameters<typeof createFakeProducer>[0] } = {}) {
  const outbox = createFakeOutbox();
  const sent = createFakeProducer(options.fail);
  const hooks = { commit: () => {}, wake: () => {} };
  const connect = vi.fn(async (onWake: () => void) => {
    hooks.wake = onWake;
    return outbox.connection;
  });
  const ensureTopics = vi.fn(async () => undefined);
  const relay = createRelay({
    connect,
    onCommit: (listener) => {
      hooks.commit = listener;
    },
    ensureTopics,
    topics: ['shop.events'],
    createProducer: () => sent.producer,
    logger: silentLogger,
  });
  return { relay, outbox, sent, connect, ensureTopics, hooks };
}

describe('the relay', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('sends a row at the moment of the commit that added it', async () => {
    const { relay, outbox, sent, hooks } = createTestRelay();
    relay.start();
    await vi.advanceTimersByTimeAsync(10);
    outbox.rows.push(rowOf(1));
    hooks.commit();
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.records).toHaveLength(1);
    await relay.stop();
  });

  it('creates the topics of its service before there is anything to send', async () => {
    const { relay, ensureTopics } = createTestRelay();
    relay.start();
    await vi.advanceTimersByTimeAsync(10);
    expect(ensureTopics).toHaveBeenCalledWith(['shop.events']);
    await relay.stop();
  });

  it('finds within a second what nobody told it of', async () => {
    const { relay, outbox, sent } = createTestRelay();
    relay.start();
    await vi.advanceTimersByTimeAsync(10);
    outbox.rows.push(rowOf(1));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent.records).toHaveLength(1);
    await relay.stop();
  });

  it('sends nothing while another leads, passes commits on, and takes over within a second of its end', async () => {
    const { relay, outbox, sent, hooks } = createTestRelay();
    outbox.state.leads = false;
    outbox.rows.push(rowOf(1));
    relay.start();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(sent.records).toEqual([]);
    expect(outbox.state.notified).toBe(0);
    hooks.commit();
    await vi.advanceTimersByTimeAsync(0);
    expect(outbox.state.notified).toBe(1);
    outbox.state.leads = true;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent.records).toHaveLength(1);
    await relay.stop();
  });

  it('is not ready before it is connected, and says why when it fails', async () => {
    let away = true;
    const { relay, outbox, hooks, sent } = createTestRelay({
      fail: () => (away ? new Error('broker away') : undefined),
    });
    expect(() => relay.readiness.check()).toThrow('not connected yet');
    relay.start();
    await vi.advanceTimersByTimeAsync(10);
    expect(relay.readiness.check()).toBeUndefined();
    outbox.rows.push(rowOf(1));
    hooks.commit();
    await vi.advanceTimersByTimeAsync(0);
    expect(() => relay.readiness.check()).toThrow('broker away');
    away = false;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(relay.readiness.check()).toBeUndefined();
    expect(sent.records).toHaveLength(1);
    await relay.stop();
  });

  it('connects again when its connection is lost', async () => {
    const { relay, outbox, sent, connect, hooks } = createTestRelay();
    relay.start();
    await vi.advanceTimersByTimeAsync(10);
    outbox.state.lost = true;
    hooks.wake();
    await vi.advanceTimersByTimeAsync(0);
    outbox.state.lost = false;
    outbox.rows.push(rowOf(1));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(connect).toHaveBeenCalledTimes(2);
    expect(outbox.state.closed).toBe(true);
    expect(sent.records).toHaveLength(1);
    await relay.stop();
  });

  it('is not ready while its oldest message does not go out, and is again once it has', async () => {
    const { relay, outbox, sent, hooks } = createTestRelay();
    const { send } = sent.producer;
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    sent.producer.send = (records) => held.then(() => send(records));
    relay.start();
    await vi.advanceTimersByTimeAsync(10);
    outbox.rows.push(rowOf(1));
    hooks.commit();
    await vi.advanceTimersByTimeAsync(19_000);
    expect(relay.readiness.check()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(() => relay.readiness.check()).toThrow('the oldest message does not go out for 21 s');
    goOn();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(relay.readiness.check()).toBeUndefined();
    await relay.stop();
  });

  it('is not ready while its oldest message is sent again and again and never leaves the outbox', async () => {
    const { relay, outbox, hooks } = createTestRelay();
    outbox.connection.removeSent = () => undefined;
    relay.start();
    outbox.rows.push(rowOf(1));
    hooks.commit();
    await vi.advanceTimersByTimeAsync(25_000);
    expect(() => relay.readiness.check()).toThrow(/the oldest message does not go out for 2\d s/);
    await relay.stop();
  });

  it('stays ready over a message that the broker refuses, says so, and sends the others', async () => {
    const refused = new BrokerError('MESSAGE_TOO_LARGE', 'too large', { refused: true });
    const { relay, outbox, sent, hooks } = createTestRelay({
      fail: (records) => (records.some(({ key }) => key === 'large') ? refused : undefined),
    });
    relay.start();
    outbox.rows.push(rowOf(1, { key: 'large' }));
    hooks.commit();
    await vi.advanceTimersByTimeAsync(10);
    for (let minute = 2; minute < 120; minute += 1) {
      outbox.rows.push(rowOf(minute));
      await vi.advanceTimersByTimeAsync(60_000);
      // Now and then it is being tried again.
      expect(relay.readiness.check() ?? TOLD).toBe(TOLD);
    }
    expect(sent.records).toHaveLength(118);
    await relay.stop();
  });

  it('stays ready while a backlog drains, however old its messages are', async () => {
    const { relay, outbox, sent, hooks } = createTestRelay();
    const { send } = sent.producer;
    sent.producer.send = async (records) => {
      await sleep(15_000, new AbortController().signal);
      await send(records);
    };
    outbox.rows.push(...Array.from({ length: 2_000 }, (_, index) => rowOf(index)));
    relay.start();
    hooks.commit();
    for (let batch = 0; batch < 4; batch += 1) {
      await vi.advanceTimersByTimeAsync(14_000);
      if (batch > 0) expect(relay.readiness.check()).toBeUndefined();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(sent.records).toHaveLength(2_000);
    await relay.stop();
  });

  it('stops within its deadline while a send hangs', async () => {
    const { relay, outbox, sent, hooks } = createTestRelay();
    sent.producer.send = () => new Promise(() => undefined);
    relay.start();
    outbox.rows.push(rowOf(1));
    hooks.commit();
    await vi.advanceTimersByTimeAsync(10);
    const stopped = vi.fn();
    void relay.stop().then(stopped);
    await vi.advanceTimersByTimeAsync(1_400);
    expect(stopped).toHaveBeenCalled();
    expect(outbox.sent.size).toBe(0);
  });
});
