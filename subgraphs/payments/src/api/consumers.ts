import { cancelCharge, charge, refund } from '@galleria/events/payments';
import { on, type Subscription } from '@galleria/messaging/subscription';
import type { TakeCommands } from '../service/take-commands.ts';

/** What this service listens to, and the use case that each message starts. */
export function createSubscriptions({ takeCommands }: { readonly takeCommands: TakeCommands }): Subscription[] {
  return [
    on(charge, (command, message) => takeCommands.charge(message.id, command)),
    on(cancelCharge, ({ orderId, reason }, message) => takeCommands.cancelCharge(message.id, orderId, reason)),
    on(refund, ({ orderId, reason }, message) => takeCommands.refund(message.id, orderId, reason)),
  ];
}
