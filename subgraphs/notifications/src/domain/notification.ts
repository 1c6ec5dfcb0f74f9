import type { NotificationKind, Occasion } from './occasion.ts';

/** An entry of a customer's inbox. */
export interface Notification {
  readonly id: string;
  readonly userId: string;
  readonly kind: NotificationKind;
  readonly title: string;
  readonly body: string;
  readonly orderId: string | null;
  readonly orderNumber: string | null;
  readonly createdAt: Date;
  readonly readAt: Date | null;
}

export type NewNotification = Omit<Notification, 'readAt'> & { readonly occasion: Occasion };

/** A mail to send: what it tells, to whom, and how often that was tried, this time included. */
export interface DueMail {
  readonly notificationId: string;
  readonly userId: string;
  readonly kind: NotificationKind;
  readonly occasion: Occasion;
  readonly recipient: { readonly email: string; readonly name: string };
  readonly attempts: number;
  readonly correlationId: string;
  readonly createdAt: Date;
}
