import type { ResolversTypes } from '../generated/graphql.ts';
import type { MarkReadOutcome } from '../service/mark-read.ts';

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
