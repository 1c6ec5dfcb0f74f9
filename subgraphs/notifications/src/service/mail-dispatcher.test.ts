import { createLogger } from '@galleria/kit/logger';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DueMail } from '../domain/notification.ts';
import { createMailDispatcher, type MailDispatcher } from './mail-dispatcher.ts';
import { createMailServerOutage } from './mail-server-outage.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

const mail = (id: number): DueMail => ({
  notificationId: String(id),
  userId: 'u',
  kind: 'WELCOME',
  occasion: { kind: 'WELCOME' },
  recipient: { email: 'ada@example.com', name: 'Ada' },
  attempts: 1,
  correlationId: 'c',
  createdAt: new Date(),
});

/** A bell that a test rings; it never rings by itself, so nothing below depends on a clock. */
function createBell() {
  let wake: (() => void) | undefined;
  let rung = false;
  return {
    ring: () => {
      rung = true;
      wake?.();
    },
    wait: async () => {
      if (!rung) await new Promise<void>((resolve) => (wake = resolve));
      rung = false;
    },
  };
}

let dispatcher: MailDispatcher | undefined;
afterEach(() => dispatcher?.stop());

/** A dispatcher over a queue in memory; mails are under way until the test lets them arrive. */
function dispatch(queue: DueMail[]) {
  const limits: number[] = [];
  const underWay = new Map<string, (isReachable: boolean) => void>();
  const bell = createBell();
  let now = 0;
  dispatcher = createMailDispatcher({
    takeDue: async (limit) => {
      limits.push(limit);
      return queue.splice(0, limit);
    },
    send: ({ notificationId }) => new Promise((resolve) => underWay.set(notificationId, resolve)),
    outage: createMailServerOutage({ logger, now: () => now }),
    bell,
    logger,
  });
  dispatcher.start();
  const finish = (count: number, isReachable = true) => {
    for (const [id, resolve] of [...underWay].slice(0, count)) {
      underWay.delete(id);
      resolve(isReachable);
    }
  };
  return { bell, limits, underWay, finish, pass: (ms: number) => (now += ms) };
}

describe('the dispatcher', () => {
  it('looks for mail when it starts, and whenever it is woken', async () => {
    const queue = [mail(1)];
    const { bell, underWay } = dispatch(queue);
    await vi.waitFor(() => expect([...underWay.keys()]).toEqual(['1']));
    queue.push(mail(2));
    bell.ring();
    await vi.waitFor(() => expect([...underWay.keys()]).toEqual(['1', '2']));
  });

  it('has 32 mails under way at most, and refills by halves without being woken', async () => {
    const { limits, underWay, finish } = dispatch(Array.from({ length: 50 }, (_, index) => mail(index)));
    await vi.waitFor(() => expect(underWay.size).toBe(32));
    finish(16);
    await vi.waitFor(() => expect(underWay.size).toBe(32));
    finish(32);
    await vi.waitFor(() => expect(underWay.size).toBe(2));
    expect(limits).toEqual([32, 16, 32]);
  });

  it('tries one mail at a time while the mail server is away, and all again when one arrives', async () => {
    const queue = Array.from({ length: 40 }, (_, index) => mail(index));
    const { bell, limits, underWay, finish, pass } = dispatch(queue);
    await vi.waitFor(() => expect(underWay.size).toBe(32));
    finish(32, false);
    await vi.waitFor(() => expect(underWay.size).toBe(0));
    bell.ring();
    expect(limits).toEqual([32]);
    pass(250);
    await vi.waitFor(() => {
      bell.ring();
      expect(limits).toEqual([32, 1]);
    });
    finish(1, true);
    await vi.waitFor(() => expect(limits).toEqual([32, 1, 32]));
    expect(underWay.size).toBe(7);
  });

  it('goes on after a failed look and after a mail whose fate could not be noted', async () => {
    const bell = createBell();
    const sent: string[] = [];
    const looks = [() => Promise.reject(new Error('database away')), async () => [mail(1)], async () => [mail(2)]];
    dispatcher = createMailDispatcher({
      takeDue: () => looks.shift()?.() ?? Promise.resolve([]),
      send: async ({ notificationId }) => {
        sent.push(notificationId);
        throw new Error('database away');
      },
      outage: createMailServerOutage({ logger, now: () => 0 }),
      bell,
      logger,
    });
    dispatcher.start();
    await vi.waitFor(() => {
      bell.ring();
      expect(sent).toEqual(['1', '2']);
    });
  });

  it('stops after a second even when a mail never arrives', async () => {
    const { underWay } = dispatch([mail(1)]);
    await vi.waitFor(() => expect(underWay.size).toBe(1));
    const startedAt = performance.now();
    await dispatcher?.stop();
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(underWay.size).toBe(1);
  });
});
