import { newId } from '@galleria/kit/identifiers';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { expect, vi } from 'vitest';
import { createUnitOfWork } from '../src/repository/unit-of-work.ts';
import { createNotify } from '../src/service/notify.ts';
import { createPreferences } from '../src/service/preferences.ts';
import { createTokenSeal } from '../src/service/token-seal.ts';
import { type NotificationsService } from './notifications-service.ts';

/** A point that work stops at until it is told to go on. */
function createPause() {
  let goOn: () => void = () => undefined;
  let arrive: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (goOn = resolve));
  const inside = new Promise<void>((resolve) => (arrive = resolve));
  const stop = (): Promise<void> => {
    arrive();
    return released;
  };
  return { inside, goOn: () => goOn(), stop };
}

/** Stops between reading what the account wants and writing the notification. */
export function pausedNotify(service: NotificationsService) {
  const { inside, goOn, stop } = createPause();
  const begin = createUnitOfWork(service.database);
  const notify = createNotify({
    unitOfWork: (work) =>
      begin((transaction) => {
        const { notifications } = transaction;
        const insert: typeof notifications.insert = async (notification) => {
          await stop();
          return notifications.insert(notification);
        };
        return work({ ...transaction, notifications: { ...notifications, insert } });
      }),
    clock: () => new Date(),
    tokenSeal: createTokenSeal('irrelevant'),
    onMailDue: () => undefined,
  });
  return { notify, inside, goOn };
}

/** Stops between writing the choice and its commit. */
export function pausedPreferences(service: NotificationsService) {
  const { inside, goOn, stop } = createPause();
  const begin = createUnitOfWork(service.database);
  const preferences = createPreferences({
    unitOfWork: (work) =>
      begin(async (transaction) => {
        const result = await work(transaction);
        await stop();
        return result;
      }),
    reader: { optOuts: async () => [] },
  });
  return { preferences, inside, goOn };
}

/** Resolves when a transaction waits for another that holds an account. */
export function somebodyWaits(service: NotificationsService): Promise<void> {
  const waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%recipients%'";
  return vi.waitFor(async () => {
    const { rows } = await service.database.pool.query(`${waiting} and datname = current_database()`);
    expect(rows).toHaveLength(1);
  }, PATIENCE);
}

export const newCause = () => ({ id: newId(), correlationId: newId() });

export function deliveredOrder() {
  return { kind: 'ORDER_DELIVERED', order: { id: newId(), number: 'G-7K3M-92QX' } } as const;
}
