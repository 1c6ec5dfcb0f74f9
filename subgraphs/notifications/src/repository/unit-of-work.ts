import type { Queryable } from '@galleria/kit/database/database';
import { defineUnitOfWork, type UnitOfWorkOf, type WorkOf } from '@galleria/messaging/unit-of-work';
import { createDeliveryRepository } from './delivery-repository.ts';
import { createErasureRepository } from './erasure-repository.ts';
import { createNotificationRepository } from './notification-repository.ts';
import { createRecipientRepository } from './recipient-repository.ts';

const repositories = (transaction: Queryable) => ({
  notifications: createNotificationRepository(transaction),
  deliveries: createDeliveryRepository(transaction),
  recipients: createRecipientRepository(transaction),
  erasure: createErasureRepository(transaction),
});

/** Everything that one transaction can touch. */
export type Work = WorkOf<typeof repositories>;

export type UnitOfWork = UnitOfWorkOf<Work>;

export const createUnitOfWork = defineUnitOfWork('notifications', repositories);
