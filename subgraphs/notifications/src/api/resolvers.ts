import { dateTimeScalar } from '@galleria/kit/date-time';
import { requireViewer } from '@galleria/kit/viewer';
import type { Resolvers } from '../generated/graphql.ts';

export const resolvers: Resolvers = {
  DateTime: dateTimeScalar,
  Query: {
    notifications: async (_parent, { first, after, unreadOnly }, { caller, readNotifications }) => {
      const { userId } = requireViewer(caller);
      const page = { first, after: after ?? null, unreadOnly: unreadOnly ?? false };
      const { edges, nodes, ...rest } = await readNotifications.inbox(userId, page);
      return { edges: [...edges], nodes: [...nodes], ...rest };
    },
  },
  Notification: {
    __resolveReference: ({ id }, { loaders }) => loaders.notificationById.load(id),
    order: ({ orderId, orderNumber }) =>
      orderId === null || orderNumber === null ? null : { id: orderId, number: orderNumber },
  },
};
