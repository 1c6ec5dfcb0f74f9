import type { Database } from '@galleria/kit/database/database';
import { newId } from '@galleria/kit/identifiers';
import { describe, expect, it } from 'vitest';
import type { NewNotification } from '../../subgraphs/notifications/src/domain/notification.ts';
import { createUnitOfWork } from '../../subgraphs/notifications/src/repository/unit-of-work.ts';
import { bindNotifications, emptyNotifications } from '../repositories/notification-tables.ts';
import { implementationsOf } from './service-under-test.ts';
import { itIsAUnitOfWork } from './unit-of-work-contract.ts';

const AT = new Date('2026-05-04T12:00:00.000Z');

/** What the invariants of a schedule look at. */
interface Told {
  readonly id: string;
  readonly kind: string;
  readonly hasMail: boolean;
}

const IMPLEMENTATIONS = implementationsOf({
  service: 'notifications',
  empty: emptyNotifications,
  bind: bindNotifications,
  createUnitOfWork: (database: Database) => createUnitOfWork(database),
  memory: (database) => async (userId: string) => {
    const { notifications, deliveries } = database.tables();
    return [...notifications.values()]
      .filter((one) => one.userId === userId)
      .map(({ id, kind }): Told => ({ id, kind, hasMail: deliveries.has(id) }));
  },
  postgres: (database) => async (userId: string) => {
    const { rows } = await database.pool.query<Told>(
      `select id, kind::text, delivery.notification_id is not null as "hasMail"
       from notifications left join deliveries as delivery on delivery.notification_id = id
       where notifications.user_id = $1 order by notifications.created_at`,
      [userId],
    );
    return rows;
  },
});

function telling(userId: string, fact: string = newId(), changes: Partial<NewNotification> = {}): NewNotification {
  return {
    ...{ id: newId(), userId, kind: 'WELCOME', title: 'Welcome', body: 'Hello', occasion: { kind: 'WELCOME' } },
    ...{ orderId: null, orderNumber: null, fact, inApp: true, createdAt: AT },
    ...changes,
  } as const;
}

const mailOf = ({ id: notificationId, userId }: NewNotification) => ({
  ...{ notificationId, userId, correlationId: newId(), createdAt: AT },
  ...{ toEmail: null, sealedToken: null, expiresAt: null },
});

const account = (userId: string, version: number, language?: 'en' | 'de') => ({
  ...{ userId, email: `${version}@example.com`, name: 'Ada', version, language },
});

describe.each(IMPLEMENTATIONS)('notifications %s', (_name, start) => {
  itIsAUnitOfWork('notifications', start, ({ notifications }) =>
    notifications.insert(telling(newId(), newId(), { orderId: newId() })),
  );

  describe('a customer', () => {
    it('is told a fact once, whichever message brings it, and another customer may be told the same', async () => {
      const { unitOfWork, others: toldTo } = await start();
      const [userId, other] = [newId(), newId()];
      const first = telling(userId, 'paid');
      const insert = (one: NewNotification) => unitOfWork(({ notifications }) => notifications.insert(one));
      expect(await insert(first)).toBe(true);
      expect(await insert(telling(userId, 'paid'))).toBe(false);
      expect(await insert(telling(other, 'paid'))).toBe(true);
      expect(await toldTo(userId)).toEqual([{ id: first.id, kind: 'WELCOME', hasMail: false }]);
    });

    it('is told a fact once by many at once', async () => {
      const { unitOfWork, others: toldTo } = await start();
      const userId = newId();
      const tell = () =>
        unitOfWork(async ({ notifications, deliveries }) => {
          const one = telling(userId, 'paid');
          const isNew = await notifications.insert(one);
          if (isNew) await deliveries.insert(mailOf(one));
          return isNew;
        });
      expect((await Promise.all([tell(), tell(), tell()])).sort()).toEqual([false, false, true]);
      expect(await toldTo(userId)).toMatchObject([{ hasMail: true }]);
    });

    it('is told nothing by a transaction that throws', async () => {
      const { unitOfWork, others: toldTo } = await start();
      const userId = newId();
      const failing = unitOfWork(async ({ notifications, deliveries }) => {
        const one = telling(userId);
        await notifications.insert(one);
        await deliveries.insert(mailOf(one));
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await toldTo(userId)).toEqual([]);
    });
  });

  describe('a notification', () => {
    it('has an id of its own', async () => {
      const { unitOfWork } = await start();
      const one = telling(newId());
      await unitOfWork(({ notifications }) => notifications.insert(one));
      const twin = unitOfWork(({ notifications }) => notifications.insert({ ...telling(newId()), id: one.id }));
      await expect(twin).rejects.toThrow();
    });

    it('has one mail at most, and a mail has a notification', async () => {
      const { unitOfWork } = await start();
      const one = telling(newId());
      await unitOfWork(async ({ notifications, deliveries }) => {
        await notifications.insert(one);
        await deliveries.insert(mailOf(one));
      });
      for (const told of [one, telling(newId())]) {
        await expect(unitOfWork(({ deliveries }) => deliveries.insert(mailOf(told)))).rejects.toThrow();
      }
    });

    it.each([{ orderId: newId() }, { orderNumber: 'G-1' }])('names its order whole: not %o', async (half) => {
      const { unitOfWork } = await start();
      const insert = unitOfWork(({ notifications }) => notifications.insert(telling(newId(), newId(), half)));
      await expect(insert).rejects.toThrow();
    });
  });

  describe('an account', () => {
    it('is written to in the language that its highest version told last, English where none did', async () => {
      const { unitOfWork } = await start();
      const userId = newId();
      const wishes = () => unitOfWork(({ recipients }) => recipients.wishes(userId));
      const save = (version: number, language?: 'en' | 'de') =>
        unitOfWork(({ recipients }) => recipients.save(account(userId, version, language)));
      expect(await wishes()).toEqual({ language: 'en', optOuts: [] });
      await save(2, 'de');
      expect(await wishes()).toEqual({ language: 'de', optOuts: [] });
      await save(1, 'en');
      expect(await wishes()).toMatchObject({ language: 'de' });
      await save(3);
      expect(await wishes()).toMatchObject({ language: 'de' });
      await save(3, 'en');
      expect(await wishes()).toMatchObject({ language: 'en' });
    });

    it('that is erased is told nothing any more, and has been told nothing', async () => {
      const { unitOfWork, others: toldTo } = await start();
      const [userId, other] = [newId(), newId()];
      await unitOfWork(async ({ notifications, deliveries }) => {
        for (const one of [telling(userId), telling(other)]) {
          await notifications.insert(one);
          await deliveries.insert(mailOf(one));
        }
      });
      await unitOfWork(({ erasure }) => erasure.erase(userId, AT));
      await unitOfWork(({ erasure }) => erasure.erase(userId, AT));
      await unitOfWork(({ recipients }) => recipients.save(account(userId, 9, 'de')));
      expect(await unitOfWork(({ recipients }) => recipients.wishes(userId))).toBeNull();
      expect(await toldTo(userId)).toEqual([]);
      expect(await toldTo(other)).toHaveLength(1);
    });

    it('that was never heard of can be erased', async () => {
      const { unitOfWork } = await start();
      const userId = newId();
      await unitOfWork(({ erasure }) => erasure.erase(userId, AT));
      expect(await unitOfWork(({ recipients }) => recipients.wishes(userId))).toBeNull();
    });
  });
});
