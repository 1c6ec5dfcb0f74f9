import type { Database, Queryable } from '@galleria/kit/database/database';
import { createInbox, type Inbox } from '@galleria/messaging/inbox/inbox';
import { createOutbox, type Outbox } from '@galleria/messaging/outbox/outbox';
import { createDeliveryRepository, type DeliveryRepository } from './delivery-repository.ts';
import { createErasureRepository, type ErasureRepository } from './erasure-repository.ts';
import { createNotificationRepository, type NotificationRepository } from './notification-repository.ts';
import { createRecipientRepository, type RecipientRepository } from './recipient-repository.ts';

/** Everything that one transaction can touch. */
export interface Work {
  readonly notifications: NotificationRepository;
  readonly deliveries: DeliveryRepository;
  readonly recipients: RecipientRepository;
  readonly erasure: ErasureRepository;
  readonly outbox: Outbox;
  readonly inbox: Inbox;
}

/** Runs `work` in one transaction: all of it is committed, messages included, or nothing is. */
export type UnitOfWork = <T>(work: (transaction: Work) => Promise<T>) => Promise<T>;

export function createUnitOfWork(database: Database): UnitOfWork {
  return (work) => database.transaction((transaction) => work(bind(transaction)));
}

function bind(transaction: Queryable): Work {
  return {
    notifications: createNotificationRepository(transaction),
    deliveries: createDeliveryRepository(transaction),
    recipients: createRecipientRepository(transaction),
    erasure: createErasureRepository(transaction),
    outbox: createOutbox(transaction, { source: 'notifications' }),
    inbox: createInbox(transaction),
  };
}
