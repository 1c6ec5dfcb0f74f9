import type { ResolversTypes } from '../generated/graphql.ts';
import type { RetryOutcome } from '../service/delivery-log.ts';
import type { MarkReadOutcome } from '../service/mark-read.ts';
import type { SetPreferenceOutcome } from '../service/preferences.ts';

export function markedResult(
  outcome: MarkReadOutcome,
  userId: string,
): Awaited<ResolversTypes['MarkNotificationsReadResult']> {
  switch (outcome.kind) {
    case 'marked':
      return { __typename: 'NotificationsMarkedRead', notifications: outcome.notifications, userId };
    case 'too-many':
      return {
        __typename: 'TooManyNotifications',
        code: 'TOO_MANY_NOTIFICATIONS',
        message: 'At most 100 notifications can be marked by their ids at once.',
      };
  }
}

export function preferenceResult(
  outcome: SetPreferenceOutcome,
): Awaited<ResolversTypes['SetNotificationPreferenceResult']> {
  switch (outcome.kind) {
    case 'set':
      return {
        __typename: 'NotificationPreferenceSet',
        preference: outcome.preference,
        preferences: [...outcome.preferences],
      };
    case 'required':
      return {
        __typename: 'PreferenceRequired',
        code: 'PREFERENCE_REQUIRED',
        message: 'The law or the safety of your account wants that you are told this: it cannot be turned off.',
      };
    case 'unknown':
      return {
        __typename: 'PreferenceUnknown',
        code: 'PREFERENCE_UNKNOWN',
        message: 'There is nothing to choose for this kind of notification through this channel.',
      };
  }
}

export function retryResult(outcome: RetryOutcome): Awaited<ResolversTypes['RetryDeliveryResult']> {
  switch (outcome.kind) {
    case 'retried':
      return { __typename: 'DeliveryRetried', delivery: outcome.delivery };
    case 'not-found':
      return { __typename: 'DeliveryNotFound', code: 'DELIVERY_NOT_FOUND', message: 'No mail has this id.' };
    case 'not-retriable':
      return {
        __typename: 'DeliveryNotRetriable',
        code: 'DELIVERY_NOT_RETRIABLE',
        message: 'Only a mail that failed or waits is sent again, and none whose one-time link is gone.',
        delivery: outcome.delivery,
      };
  }
}
