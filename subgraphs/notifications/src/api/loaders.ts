import type { Viewer } from '@galleria/kit/graphql/viewer';
import DataLoader from 'dataloader';
import type { Attempt, Notification } from '../domain/notification.ts';
import type { DeliveryLog } from '../service/delivery-log.ts';
import type { ReadNotifications } from '../service/read-notifications.ts';

export interface Loaders {
  /** Gathers the notifications of one request into one query. */
  readonly notificationById: DataLoader<string, Notification | null>;
  /** Gathers the attempts of all mails of one request into one query. */
  readonly attemptsByDeliveryId: DataLoader<string, readonly Attempt[]>;
}

export function createLoaders(
  services: { readonly readNotifications: ReadNotifications; readonly deliveryLog: DeliveryLog },
  viewer: Viewer | null,
): Loaders {
  const { readNotifications, deliveryLog } = services;
  return {
    notificationById: new DataLoader((ids) => readNotifications.byIds(ids, viewer)),
    attemptsByDeliveryId: new DataLoader((ids) => deliveryLog.attemptsOf(ids)),
  };
}
