import { createSubscriptions } from '../../subgraphs/notifications/src/api/consumers.ts';
import { createEraseAccount } from '../../subgraphs/notifications/src/service/erase-account.ts';
import { createNotify } from '../../subgraphs/notifications/src/service/notify.ts';
import { notSimulated, type MemoryDatabase } from '../ports/memory-database.ts';
import { bindNotifications, type NotificationTables } from '../repositories/notification-tables.ts';
import type { ServiceSurroundings } from './service-life.ts';

/** Notifications as its composition root puts it together, over tables in memory and without its mail server. */
export function createNotifications(
  { life, clock }: ServiceSurroundings,
  database: MemoryDatabase<NotificationTables>,
  bind: typeof bindNotifications = bindNotifications,
) {
  const unitOfWork = database.unitOfWork(life, bind);
  const tokenSeal = { seal: notSimulated, open: notSimulated };
  return {
    subscriptions: createSubscriptions({
      notify: createNotify({ unitOfWork, clock, tokenSeal, onMailDue: () => undefined }),
      eraseAccount: createEraseAccount({ unitOfWork }),
    }),
  };
}
