import type { Subscription } from '@galleria/messaging/consumer/subscription';
import type { EraseAccount } from '../service/erase-account.ts';
import type { Notify } from '../service/notify.ts';
import { accountSubscriptions } from './account-consumers.ts';
import { orderSubscriptions } from './order-consumers.ts';

/** What this service listens to. */
export function createSubscriptions(services: {
  readonly notify: Notify;
  readonly eraseAccount: EraseAccount;
}): Subscription[] {
  return [...accountSubscriptions(services), ...orderSubscriptions(services)];
}
