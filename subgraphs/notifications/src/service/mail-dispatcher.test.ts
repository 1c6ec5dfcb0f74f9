import { createLogger } from '@galleria/kit/logger';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DueMail } from '../domain/notification.ts';
import { createMailDispatcher, type MailDispatcher } from './mail-dispatcher.ts';
import { createMailServerOutage } from './mail-server-outage.ts';
import type { SentMail } from './send-mail.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

const mail = (id: number): DueMail => ({
  notificationId: String(id),
  userId: 'u',
  kind: 'WELCOME',
  occasion: { kind: 'WELCOME' },
  leaseId: 'l',
  recipient: { email: 'ada@example.com', name: 'Ada', language: 'en' },
  sealedToken: null,
  expiresAt: null,
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

const noted = async () => undefined;
const held = async () => undefined;
const outageAt = (now: () => number) => createMailServerOutage({ logger, now, random: () => 1 });

/** A dispatcher over a queue in memory; mails are under way until the test lets them arrive. */
function dispatch(queue: DueMail[]) {
  const limits: number[] = [];
  const underWay = new Map<string, (sent: SentMail) => void>();
  const bell = createBell();
  let now = 0;
  dispatcher = createMailDispatcher({
    takeDue: async (limit) => {
      limits.push(limit);
      return queue.splice(0, limit);
    },
    send: ({ notificationId }) => new Promise((resolve) => underWay.set(notificationId, resolve)),
    renew: held,
    outage: outageAt(() => now),
    bell,
    logger,
  });
  dispatcher.start();
  const finish = (count: number, isReachable = true) => {
    for (const [id, resolve] of [...underWay].slice(0, count)) {
      underWay.delete(id);
      resolve({ outcome: isReachable ? 'SENT' : 'UNREACHABLE', note: noted });
    }
  };
  return { bell, limits, underWay, finish, pass: (ms: number) => (now += ms) };
}

describe('the dispatcher', () => {
  it('looks for mail when it starts, and whenever it is woken', async () => {
    const queue = [mail(1)];
    const { bell, underWay } = dispatch(queue);
    await vi.waitFor(() => expect([...underWay.keys()]).toEqual(['1']), PATIENCE);
    queue.push(mail(2));
    bell.ring();
    await vi.waitFor(() => expect([...underWay.keys()]).toEqual(['1', '2']), PATIENCE);
  });

  it('has 32 mails under way at most, and refills by halves without being woken', async () => {
    const { limits, underWay, finish } = dispatch(Array.from({ length: 50 }, (_, index) => mail(index)));
    await vi.waitFor(() => expect(underWay.size).toBe(32), PATIENCE);
    finish(16);
    await vi.waitFor(() => expect(underWay.size).toBe(32), PATIENCE);
    finish(32);
    await vi.waitFor(() => expect(underWay.size).toBe(2), PATIENCE);
    expect(limits).toEqual([32, 16, 32]);
  });

  it('tries one mail at a time while the mail server is away, and all again when one arrives', async () => {
    const queue = Array.from({ length: 40 }, (_, index) => mail(index));
    const { bell, limits, underWay, finish, pass } = dispatch(queue);
    await vi.waitFor(() => expect(underWay.size).toBe(32), PATIENCE);
    finish(32, false);
    await vi.waitFor(() => expect(underWay.size).toBe(0), PATIENCE);
    bell.ring();
    expect(limits).toEqual([32]);
    pass(250);
    await vi.waitFor(() => {
      bell.ring();
      expect(limits).toEqual([32, 1]);
    }, PATIENCE);
    finish(1, true);
    await vi.waitFor(() => expect(limits).toEqual([32, 1, 32]), PATIENCE);
    expect(underWay.size).toBe(7);
  });

  it('goes on after a failed look and after a mail that could not be written', async () => {
    const bell = createBell();
    const sent: string[] = [];
    const looks = [() => Promise.reject(new Error('database away')), async () => [mail(1)], async () => [mail(2)]];
    dispatcher = createMailDispatcher({
      takeDue: () => looks.shift()?.() ?? Promise.resolve([]),
      send: async ({ notificationId }) => {
        sent.push(notificationId);
        throw new Error('no words');
      },
      renew: held,
      outage: outageAt(() => 0),
      bell,
      logger,
    });
    dispatcher.start();
    await vi.waitFor(() => {
      bell.ring();
      expect(sent).toEqual(['1', '2']);
    }, PATIENCE);
  });

  it('tries again to note what became of a mail, without sending it again', async () => {
    const bell = createBell();
    const sent: string[] = [];
    const notes = [() => Promise.reject(new Error('database away')), () => Promise.reject(new Error('away')), noted];
    const queue = [mail(1)];
    dispatcher = createMailDispatcher({
      takeDue: async () => queue.splice(0),
      renew: held,
      send: async ({ notificationId }) => {
        sent.push(notificationId);
        return { outcome: 'SENT', note: () => notes.shift()?.() ?? Promise.reject(new Error('noted before')) };
      },
      outage: outageAt(() => 0),
      bell,
      logger,
      pause: async () => undefined,
    });
    dispatcher.start();
    await vi.waitFor(() => expect(notes).toEqual([]), PATIENCE);
    expect(sent).toEqual(['1']);
  });

  it('holds on to a mail for as long as the mail server takes', async () => {
    const renewed: string[][] = [];
    let arrive: (sent: SentMail) => void = () => undefined;
    const queue = [mail(1)];
    dispatcher = createMailDispatcher({
      takeDue: async () => queue.splice(0),
      renew: async (mails) => void renewed.push(mails.map(({ notificationId }) => notificationId)),
      send: () => new Promise((resolve) => (arrive = resolve)),
      outage: outageAt(() => 0),
      bell: createBell(),
      logger,
      leaseMs: 30,
    });
    dispatcher.start();
    await vi.waitFor(() => expect(renewed.slice(0, 3)).toEqual([['1'], ['1'], ['1']]), PATIENCE);
    arrive({ outcome: 'SENT', note: noted });
  });

  it('learns nothing about the mail server from a mail that it did not try to send', async () => {
    const learned: boolean[] = [];
    const queue = [mail(1)];
    let isNoted = false;
    dispatcher = createMailDispatcher({
      takeDue: async () => queue.splice(0),
      renew: held,
      send: async () => ({ outcome: 'EXPIRED', note: async () => void (isNoted = true) }),
      outage: { note: (isReachable) => void learned.push(isReachable), isOn: true, pauseMs: () => 0 },
      bell: createBell(),
      logger,
    });
    dispatcher.start();
    await vi.waitFor(() => expect(isNoted).toBe(true), PATIENCE);
    expect(learned).toEqual([]);
  });

  it('stops even when a mail never arrives', async () => {
    const { underWay } = dispatch([mail(1)]);
    await vi.waitFor(() => expect(underWay.size).toBe(1), PATIENCE);
    await dispatcher?.stop();
    expect(underWay.size).toBe(1);
  });
});
