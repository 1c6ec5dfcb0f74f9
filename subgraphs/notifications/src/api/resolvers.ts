import { dateTimeScalar } from '@galleria/kit/graphql/date-time';
import { requireRole, requireViewer } from '@galleria/kit/graphql/viewer';
import type { MailDeliveryFilter, Resolvers, SubscriptionNotificationReceivedArgs } from '../generated/graphql.ts';
import type { DeliveryLog } from '../service/delivery-log.ts';
import { newsRequest } from '../service/read-notifications.ts';
import type { GraphQLContext } from './context.ts';
import { markedResult, preferenceResult, retryResult } from './results.ts';

const ADMINISTRATOR = 'ADMINISTRATOR';

export const resolvers: Resolvers = {
  DateTime: dateTimeScalar,
  Query: {
    notifications: async (_parent, { first, after, unreadOnly }, { caller, readNotifications }) => {
      const { userId } = requireViewer(caller);
      const page = { first, after: after ?? null, unreadOnly: unreadOnly ?? false };
      return readNotifications.inbox(userId, page);
    },
    notificationPreferences: async (_parent, _args, { caller, preferences }) =>
      preferences.of(requireViewer(caller).userId),
    deliveries: async (_parent, { filter, first, after }, { caller, deliveryLog }) => {
      requireRole(caller, ADMINISTRATOR);
      return deliveryLog.page(deliveryQuery(filter ?? {}), { first, after: after ?? null });
    },
  },
  Subscription: {
    notificationReceived: {
      subscribe: (_parent, { first, after }, { caller, inboxChanges }) => {
        const { userId } = requireViewer(caller);
        // What cannot be asked for is refused before anything is followed.
        newsRequest({ first, after: after ?? null });
        return inboxChanges.follow(userId);
      },
      resolve: (_change: null, { first, after }: SubscriptionNotificationReceivedArgs, context: GraphQLContext) => {
        const { userId } = requireViewer(context.caller);
        return context.readNotifications.news(userId, { first, after: after ?? null });
      },
    },
  },
  Mutation: {
    markNotificationsRead: async (_parent, { ids }, { caller, markRead }) => {
      const { userId } = requireViewer(caller);
      return markedResult(await markRead(userId, ids ?? null), userId);
    },
    setNotificationPreference: async (_parent, { input }, { caller, preferences }) => {
      const { userId } = requireViewer(caller);
      const { kind, channel, enabled } = input;
      return preferenceResult(await preferences.set(userId, { kind, channel }, enabled));
    },
    retryDelivery: async (_parent, { id }, { caller, deliveryLog }) => {
      requireRole(caller, ADMINISTRATOR);
      return retryResult(await deliveryLog.retry(id));
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
  MailDeliveryConnection: {
    edges: ({ edges }) => [...edges],
    nodes: ({ nodes }) => [...nodes],
  },
  MailDelivery: {
    recipient: ({ userId }) => ({ id: userId }),
    attempts: async ({ id }, _args, { loaders }) => [...(await loaders.attemptsByDeliveryId.load(id))],
  },
};

function deliveryQuery({ userId, status, kind }: MailDeliveryFilter): Parameters<DeliveryLog['page']>[0] {
  return {
    ...(userId == null ? {} : { userId }),
    ...(status == null ? {} : { status }),
    ...(kind == null ? {} : { kind }),
  };
}
