import { dateTimeScalar } from '@galleria/kit/date-time';
import { requireViewer } from '@galleria/kit/viewer';
import type { Resolvers } from '../generated/graphql.ts';
import { markedResult } from './results.ts';

export const resolvers: Resolvers = {
  DateTime: dateTimeScalar,
  Query: {
    notifications: async (_parent, { first, after, unreadOnly }, { caller, readNotifications }) => {
      const { userId } = requireViewer(caller);
      const page = { first, after: after ?? null, unreadOnly: unreadOnly ?? false };
      return readNotifications.inbox(userId, page);
    },
  },
  Mutation: {
    markNotificationsRead: async (_parent, { ids }, { caller, markRead }) => {
      const { userId } = requireViewer(caller);
      return markedResult(await markRead(userId, ids ?? null), userId);
    },
  },
  NotificationConnection: {
    edges: ({ edges }) => [...edges],
    nodes: ({ nodes }) => [...nodes],
    unreadCount: ({ userId }, _args, { readNotifications }) => readNotifications.unreadCount(userId),
  },
  NotificationsMarkedRead: {
    notifications: ({ notifications }) => [...notifications],
    unreadCount: ({ userId }, _args, { readNotifications }) => readNotifications.unreadCount(userId),
  },
  Notification: {
    __resolveReference: ({ id }, { loaders }) => loaders.notificationById.load(id),
    order: ({ orderId, orderNumber }) =>
      orderId === null || orderNumber === null ? null : { id: orderId, number: orderNumber },
  },
};
