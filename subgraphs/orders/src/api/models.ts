import type { Connection } from '@galleria/kit/graphql/pagination';
import type { Cart, CartLine } from '../domain/cart.ts';
import type { Order, OrderLine } from '../domain/order.ts';

/** What resolvers pass on for types that have more than their own fields. */
export type CartModel = Cart;
export type CartItemModel = CartLine;
export type OrderModel = Order;
export type OrderItemModel = OrderLine;
export type OrderConnectionModel = Connection<Order>;
