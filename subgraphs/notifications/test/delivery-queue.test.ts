import { createDatabase, type Database } from '@galleria/kit/database/database';
import { newId } from '@galleria/kit/identifiers';
import { createLogger } from '@galleria/kit/logger';
import { createTestDatabase } from '@galleria/platform/testing/test-database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDeliveryQueue, type DeliveryQueue } from '../src/repository/delivery-queue.ts';
import { createUnitOfWork, type UnitOfWork } from '../src/repository/unit-of-work.ts';

const NOW = new Date('2026-01-31T12:00:00Z');
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const ANSWER = { code: 250, text: 'OK' };

let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
let database: Database;
let queue: DeliveryQueue;
let unitOfWork: UnitOfWork;

beforeAll(async () => {
  testDatabase = await createTestDatabase('notifications');
  database = createDatabase({ url: testDatabase.url, logger: createLogger({ service: 'test', level: 'silent' }) });
  queue = createDeliveryQueue(database);
  unitOfWork = createUnitOfWork(database);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});
beforeEach(() => database.pool.query('truncate notifications, deliveries, delivery_attempts, recipients'));

/** Writes so many mails to somebody who is known, all due now. */
async function write(count: number): Promise<void> {
  const userId = newId();
  await unitOfWork(async ({ recipients, notifications, deliveries }) => {
    await recipients.save({ userId, email: 'ada@example.com', name: 'Ada', language: 'de', version: 1 });
    for (let index = 0; index < count; index += 1) {
      const about = { userId, createdAt: NOW };
      const id = newId();
      const occasion = { kind: 'WELCOME' } as const;
      const entry = { ...about, id, kind: 'WELCOME', title: 't', body: 'b', orderId: null, orderNumber: null } as const;
      await notifications.insert({ ...entry, occasion, fact: id, inApp: true });
      const mail = { ...about, notificationId: id, correlationId: 'c' };
      await deliveries.insert({ ...mail, toEmail: null, sealedToken: null, expiresAt: null });
    }
  });
}

const take = (now = NOW, limit = 10) =>
  queue.takeDue({ leaseId: newId(), now, leaseEnd: new Date(now.getTime() + 60_000), limit });
const takeOne = async (now = NOW) => {
  const [mail] = await take(now, 1);
  if (mail === undefined) throw new Error('nothing is due');
  return mail;
};
const stateOf = async (id: string) => {
  const sql = 'select status, due_at, lease_id, attempts from deliveries where notification_id = $1';
  const { rows } = await database.pool.query<{
    status: string;
    due_at: Date;
    lease_id: string | null;
    attempts: number;
  }>(sql, [id]);
  return rows[0];
};

describe('the queue of mails', () => {
  it('gives a sender the mails that others are not taking at this moment, without waiting for them', async () => {
    await write(3);
    await database.transaction(async (transaction) => {
      const uncommitted = createDeliveryQueue(transaction);
      const first = await uncommitted.takeDue({ leaseId: newId(), now: NOW, leaseEnd: later(60), limit: 2 });
      const others = await take();
      expect([first.length, others.length]).toEqual([2, 1]);
      expect(first.map(({ notificationId }) => notificationId)).not.toContain(others[0]?.notificationId);
    });
    expect(await take()).toEqual([]);
  });

  it('keeps a mail from others until its lease ends, and longer when that is renewed', async () => {
    await write(1);
    const mail = await takeOne();
    expect(mail).toMatchObject({ attempts: 1, recipient: { email: 'ada@example.com', name: 'Ada', language: 'de' } });
    expect(await take(later(59))).toEqual([]);
    await queue.renew([mail], later(120));
    expect(await take(later(119))).toEqual([]);
    expect(await take(later(120))).toMatchObject([{ notificationId: mail.notificationId, attempts: 2 }]);
  });

  it('does not let a sender that was taken for dead disturb the one that took over, or renew its lease', async () => {
    await write(1);
    const old = await takeOne();
    const current = await takeOne(later(60));
    await queue.renew([old], later(600));
    await unitOfWork(({ deliveries }) => deliveries.postpone(old, { dueAt: later(900), counts: true }));
    await unitOfWork(({ deliveries }) => deliveries.markFailed(old));
    expect(await stateOf(old.notificationId)).toMatchObject({
      status: 'PENDING',
      due_at: NOW,
      lease_id: current.leaseId,
    });
    expect(await take(later(120))).toHaveLength(1);
  });

  it('notes that a mail has arrived once, whoever says so, and numbers the tries of both', async () => {
    await write(1);
    const old = await takeOne();
    const current = await takeOne(later(60));
    const note = ({ notificationId, recipient }: typeof old) =>
      unitOfWork(async ({ deliveries }) => {
        const outcome = { kind: 'SENT', answer: ANSWER } as const;
        await deliveries.addAttempt(notificationId, { at: NOW, durationMs: 1, email: recipient.email, outcome });
        return deliveries.markSent(notificationId, NOW);
      });
    expect((await Promise.all([note(old), note(current)])).sort()).toEqual([false, true]);
    const { rows } = await database.pool.query('select number from delivery_attempts order by number');
    expect(rows).toEqual([{ number: 1 }, { number: 2 }]);
  });
});
