import { cancelCharge, charge, refund } from '@galleria/events/payments';
import { userErased, userRegistered, userUpdated } from '@galleria/events/users';
import { on, type Subscription } from '@galleria/messaging/consumer/subscription';
import type { FollowAccounts } from '../service/follow-accounts.ts';
import type { TakeCommands } from '../service/take-commands.ts';

/** What this service listens to, and the use case that each message starts. */
export function createSubscriptions(services: {
  readonly takeCommands: TakeCommands;
  readonly followAccounts: FollowAccounts;
}): Subscription[] {
  const { takeCommands, followAccounts } = services;
  return [
    on(charge, (command) => takeCommands.charge(command)),
    on(cancelCharge, ({ orderId, reason }, message) => takeCommands.cancelCharge(message.id, orderId, reason)),
    on(refund, ({ orderId, reason }, message) => takeCommands.refund(message.id, orderId, reason)),
    on(userRegistered, ({ userId, locale, version }) => followAccounts.learnLocale(userId, locale, version)),
    on(userUpdated, ({ userId, locale, version }) => followAccounts.learnLocale(userId, locale, version)),
    on(userErased, ({ userId }) => followAccounts.erase(userId)),
  ];
}
