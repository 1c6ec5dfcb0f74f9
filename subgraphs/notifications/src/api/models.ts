import type { Notification } from '../domain/notification.ts';

/** What resolvers pass on for a Notification. */
export type NotificationModel = Notification;
