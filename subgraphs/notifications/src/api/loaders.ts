import type { Viewer } from '@galleria/kit/viewer';
import DataLoader from 'dataloader';
import type { Notification } from '../domain/notification.ts';
import type { ReadNotifications } from '../service/read-notifications.ts';

export interface Loaders {
  /** Gathers the notifications of one request into one query. */
  readonly notificationById: DataLoader<string, Notification | null>;
}

export function createLoaders(readNotifications: ReadNotifications, viewer: Viewer | null): Loaders {
  return { notificationById: new DataLoader((ids) => readNotifications.byIds(ids, viewer)) };
}
