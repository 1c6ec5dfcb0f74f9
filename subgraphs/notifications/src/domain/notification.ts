import type { AttemptOutcome, DeliveryStatus, SendOutcome } from './delivery.ts';
import type { Language } from './language.ts';
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

export interface NewNotification extends Omit<Notification, 'readAt'> {
  readonly occasion: Occasion;
  /** Tells what is told from everything else that the customer is told. */
  readonly fact: string;
  /** Whether the inbox shows it. */
  readonly inApp: boolean;
}

/** A mail to send that tells of a notification, due at once. */
export interface NewDelivery {
  readonly notificationId: string;
  readonly userId: string;
  readonly correlationId: string;
  readonly createdAt: Date;
  /** Where it goes; the recipient's newest address when null. */
  readonly toEmail: string | null;
  /** The token of its link, encrypted, and when it stops working. */
  readonly sealedToken: string | null;
  readonly expiresAt: Date | null;
}

/** A mail to send: what it tells, to whom, and how often that was tried, this time included. */
export interface DueMail {
  readonly notificationId: string;
  /** Who has it in hand: what is noted under a lease that another has taken over is not. */
  readonly leaseId: string;
  readonly userId: string;
  readonly kind: NotificationKind;
  readonly occasion: Occasion;
  readonly recipient: { readonly email: string; readonly name: string; readonly language: Language };
  readonly sealedToken: string | null;
  readonly expiresAt: Date | null;
  readonly attempts: number;
  readonly correlationId: string;
  readonly createdAt: Date;
}

/** A mail as the delivery log shows it. */
export interface Delivery {
  /** That of its notification. */
  readonly id: string;
  readonly userId: string;
  readonly kind: NotificationKind;
  readonly status: DeliveryStatus;
  readonly createdAt: Date;
  /** When it is tried next; null when it is not. */
  readonly dueAt: Date | null;
  readonly sentAt: Date | null;
}

export interface NewAttempt {
  readonly at: Date;
  readonly durationMs: number;
  readonly email: string;
  readonly outcome: SendOutcome;
}

/** An entry of the delivery log. */
export interface Attempt {
  readonly number: number;
  readonly at: Date;
  readonly durationMs: number;
  readonly outcome: AttemptOutcome;
  readonly email: string;
  readonly code: number | null;
  readonly answer: string;
}
