import type { Connection } from '@galleria/kit/graphql/pagination';
import type { Delivery, Notification } from '../domain/notification.ts';
import type { InboxPage } from '../service/read-notifications.ts';

/** What resolvers pass on for each type. */
export type NotificationModel = Notification;
export type NotificationConnectionModel = InboxPage;
export type MailDeliveryModel = Delivery;
export type MailDeliveryConnectionModel = Connection<Delivery>;
/** The unread are counted after the marking, when somebody asks. */
export interface NotificationsMarkedReadModel {
  readonly notifications: readonly Notification[];
  readonly userId: string;
}
