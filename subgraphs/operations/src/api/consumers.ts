import { userErased } from '@galleria/events/users';
import { on, type Subscription } from '@galleria/messaging/consumer/subscription';
import type { EraseAccount } from '../service/erase-account.ts';

/** What this service listens to, beside the dead letters of all. */
export function createSubscriptions(services: { readonly eraseAccount: EraseAccount }): Subscription[] {
  return [
    on(userErased, ({ userId, erasedAt }, message) => services.eraseAccount(message.id, userId, new Date(erasedAt))),
  ];
}
