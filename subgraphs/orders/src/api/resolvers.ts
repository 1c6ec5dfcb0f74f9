import { dateTimeScalar } from '@galleria/kit/graphql/date-time';
import { requireRole, requireViewer } from '@galleria/kit/graphql/viewer';
import { hasPriceChanged, lineTotal } from '../domain/cart.ts';
import type { Resolvers, SubscriptionOrderUpdatedArgs } from '../generated/graphql.ts';
import { acceptPricesResult, cartResult, cartUpdated, mergeResult } from './cart-results.ts';
import type { GraphQLContext } from './context.ts';
import { cancelResult, deliveryResult, placeOrderResult, shippingResult } from './results.ts';

const ADMINISTRATOR = 'ADMINISTRATOR';

export const resolvers: Resolvers = {
  DateTime: dateTimeScalar,
  Query: {
    cart: (_parent, _args, { readCart, caller }) => readCart(requireViewer(caller).userId),
    order: (_parent, { id }, { loaders, caller }) => {
      requireViewer(caller);
      return loaders.orderById.load(id);
    },
    orders: (_parent, page, { readOrders, caller }) => readOrders.ofCustomer(requireViewer(caller).userId, page),
    orderSearch: (_parent, { filter, sort, ...page }, { searchOrders, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return searchOrders.matching(filter ?? {}, page, sort ?? 'NEWEST');
    },
    stuckOrders: (_parent, page, { searchOrders, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return searchOrders.stuck(page);
    },
  },
  Subscription: {
    orderUpdated: {
      subscribe: (_parent, { orderId }, { orderChanges, caller }) => {
        requireViewer(caller);
        return orderChanges.follow(orderId);
      },
      resolve: (_change: null, { orderId }: SubscriptionOrderUpdatedArgs, { loaders }: GraphQLContext) =>
        loaders.orderById.load(orderId),
    },
  },
  Mutation: {
    addToCart: async (_parent, { input }, { changeCart, caller }) =>
      cartResult(await changeCart.add(requireViewer(caller).userId, input)),
    setCartItemQuantity: async (_parent, { input }, { changeCart, caller }) =>
      cartResult(await changeCart.setQuantity(requireViewer(caller).userId, input)),
    removeFromCart: async (_parent, { productId }, { changeCart, caller }) =>
      cartUpdated(await changeCart.remove(requireViewer(caller).userId, productId)),
    clearCart: async (_parent, _args, { changeCart, caller }) =>
      cartUpdated(await changeCart.clear(requireViewer(caller).userId)),
    mergeCart: async (_parent, { items }, { changeCart, caller }) =>
      mergeResult(await changeCart.merge(requireViewer(caller).userId, items)),
    acceptCartPrices: async (_parent, { expectedTotal }, { changeCart, caller }) =>
      acceptPricesResult(await changeCart.acceptPrices(requireViewer(caller).userId, expectedTotal ?? null)),
    placeOrder: async (_parent, { input }, { placeOrder, caller }) =>
      placeOrderResult(await placeOrder(requireViewer(caller), input)),
    cancelOrder: async (_parent, { orderId }, { changeStatus, caller }) =>
      cancelResult(await changeStatus.cancel(requireViewer(caller).userId, orderId)),
    shipOrder: async (_parent, { orderId, trackingNumber }, { changeStatus, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return shippingResult(await changeStatus.ship(orderId, trackingNumber ?? null));
    },
    deliverOrder: async (_parent, { orderId }, { changeStatus, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return deliveryResult(await changeStatus.deliver(orderId));
    },
  },
  Cart: {
    id: ({ customerId }) => customerId,
    items: ({ lines }) => [...lines],
  },
  CartItem: {
    product: ({ productId }) => ({ id: productId }),
    lineTotal,
    priceChanged: hasPriceChanged,
  },
  Order: {
    __resolveReference: ({ id }, { loaders }) => loaders.orderById.load(id),
    items: async (order, _args, { loaders }) => [...(await loaders.linesByOrder.load(order))],
    timeline: async ({ id }, _args, { loaders }) => [...(await loaders.timelineByOrderId.load(id))],
    customer: ({ customerId }) => ({ id: customerId }),
  },
  Invariants: {
    paidOrders: (_parent, _args, { searchOrders, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return searchOrders.paidSums();
    },
    overdueOrders: (_parent, _args, { searchOrders, caller }) => {
      requireRole(caller, ADMINISTRATOR);
      return searchOrders.stuckCount();
    },
  },
  OrderItem: {
    product: ({ productId }) => ({ id: productId }),
    lineTotal,
  },
};
