import { notificationWritten } from '@galleria/events/notifications';
import type { Changes } from '@galleria/kit/process/changes';
import { on } from '@galleria/messaging/consumer/subscription';
import type { MessagingOptions } from '@galleria/messaging/messaging';

/** What tells, in each instance, that any of them has written to a customer's inbox. */
export function followInboxes(changes: Changes): NonNullable<MessagingOptions['live']> {
  return {
    subscriptions: [on(notificationWritten, async ({ userId }) => changes.tell(userId))],
    onJoined: () => changes.tellAll(),
  };
}
