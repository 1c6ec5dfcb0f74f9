import type { NewDelivery, NewNotification } from '../../subgraphs/notifications/src/domain/notification.ts';
import type { RecipientRepository, Wishes } from '../../subgraphs/notifications/src/repository/recipient-repository.ts';
import type { DeliveryRepository } from '../../subgraphs/notifications/src/repository/delivery-repository.ts';
import type { Work } from '../../subgraphs/notifications/src/repository/unit-of-work.ts';
import { notSimulated, type Table } from '../ports/memory-database.ts';
import { check, insertRow } from '../ports/memory-rows.ts';

interface Recipient {
  readonly email: string | null;
  readonly name: string | null;
  readonly language: Wishes['language'];
  readonly version: number;
  readonly erasedAt: Date | null;
}

export interface NotificationTables {
  readonly notifications: Table<NewNotification>;
  readonly deliveries: Table<NewDelivery>;
  readonly recipients: Table<Recipient>;
  readonly [name: string]: Table<unknown>;
}

export const emptyNotifications = (): NotificationTables => ({
  notifications: new Map(),
  deliveries: new Map(),
  recipients: new Map(),
});

/** Everything that one transaction of notifications can touch; mails under way and choices are not simulated. */
export function bindNotifications(tables: NotificationTables): Omit<Work, 'outbox' | 'inbox'> {
  const { notifications, deliveries, recipients } = tables;
  return {
    notifications: {
      insert: async (notification) => {
        const { userId, fact, orderId, orderNumber } = notification;
        if ([...notifications.values()].some((other) => other.userId === userId && other.fact === fact)) return false;
        check({ notifications_order_is_whole: (orderId === null) === (orderNumber === null) });
        insertRow(notifications, 'notifications_pkey', notification.id, notification);
        return true;
      },
      markRead: notSimulated,
    },
    deliveries: createDeliveries(tables),
    recipients: createRecipients(tables),
    erasure: {
      erase: async (userId, at) => {
        const erasedAt = recipients.get(userId)?.erasedAt ?? at;
        recipients.set(userId, { ...UNKNOWN, erasedAt });
        for (const { notificationId, ...delivery } of deliveries.values()) {
          if (delivery.userId === userId) deliveries.delete(notificationId);
        }
        for (const { id, ...notification } of notifications.values()) {
          if (notification.userId === userId) notifications.delete(id);
        }
      },
    },
  };
}

/** Of whom only the id is known. */
const UNKNOWN: Recipient = { email: null, name: null, language: 'en', version: 0, erasedAt: null };

function createDeliveries({ notifications, deliveries }: NotificationTables): DeliveryRepository {
  return {
    insert: async (delivery) => {
      check({ deliveries_notification_id_fkey: notifications.has(delivery.notificationId) });
      insertRow(deliveries, 'deliveries_pkey', delivery.notificationId, delivery);
    },
    addAttempt: notSimulated,
    markSent: notSimulated,
    postpone: notSimulated,
    markFailed: notSimulated,
    retry: notSimulated,
    cancel: notSimulated,
  };
}

function createRecipients({ recipients }: NotificationTables): RecipientRepository {
  return {
    save: async ({ userId, email, name, language, version }) => {
      const known = recipients.get(userId) ?? UNKNOWN;
      if (known.erasedAt !== null || known.version > version) return;
      recipients.set(userId, { ...known, email, name, language: language ?? known.language, version });
    },
    wishes: async (userId) => {
      const known = recipients.get(userId) ?? UNKNOWN;
      recipients.set(userId, known);
      return known.erasedAt === null ? { language: known.language, optOuts: [] } : null;
    },
    lock: notSimulated,
    choose: notSimulated,
    optOuts: notSimulated,
  };
}
