import { STATUS_FACTS } from '../../subgraphs/orders/src/domain/order.ts';
import type { People } from '../people/people.ts';
import type { StoredOrder } from '../repositories/order-tables.ts';
import { SERVICES } from '../service-names.ts';
import type { Shop } from '../shop.ts';
import { wrongMoney } from './money.ts';
import { wrongStock } from './stock.ts';
import { wronglyErased, wronglyTold } from './telling.ts';

/** Whether nothing is left to do: what is not right by now never will be. */
export function isAtRest(shop: Shop, people: People): boolean {
  const { orders, payments } = shop.databases;
  return (
    people.areDone() &&
    shop.instances.every((instance) => shop.isAlive(instance)) &&
    SERVICES.every((service) => shop.databases[service].tables().outbox.size === 0) &&
    ![...orders.tables().orders.values()].some(({ status }) => STATUS_FACTS[status].waitsFor !== null) &&
    ![...payments.tables().payments.values()].some(({ status }) => status === 'PENDING') &&
    ![...payments.tables().refunds.values()].some(({ status }) => status === 'PENDING') &&
    shop.broker.unread().length === 0
  );
}

/** What does not hold at the end of a schedule; empty when everything does. */
export function brokenInvariants(shop: Shop, people: People): string[] {
  const orders = [...shop.databases.orders.tables().orders.values()];
  return [
    ...unfinished(shop, people, orders),
    ...orders.flatMap((order) => wrongMoney(shop, people, order)),
    ...wrongStock(shop, orders),
    ...orders.flatMap((order) => wronglyTold(shop, order)),
    ...wronglyErased(shop),
    ...shop.traces(),
    ...unexplainedLetters(shop),
  ];
}

function unfinished(shop: Shop, people: People, orders: readonly StoredOrder[]): string[] {
  const waiting = orders.filter(({ status }) => STATUS_FACTS[status].waitsFor !== null);
  const full = SERVICES.filter((service) => shop.databases[service].tables().outbox.size > 0);
  return [
    ...(people.areDone() ? [] : ['somebody was never answered']),
    ...waiting.map(({ id, status }) => `order ${id} waits for ever, ${status}`),
    ...full.map((service) => `the outbox of ${service} is not empty`),
    ...shop.watch.neverSent().map((id) => `message ${id} was committed and never sent`),
    ...shop.broker.unread(),
  ];
}

function unexplainedLetters({ watch, databases }: Shop): string[] {
  const isFar = [...databases.inventory.tables().reservations.values()];
  return watch.buried.flatMap(({ service, code, key, reason }) => {
    if (code === 'REFUND_REFUSED') return [];
    // A hold that ended under an order that was shipped: its clock was ten minutes ahead.
    if (code === 'SHIPPED_WITHOUT_STOCK' && isFar.some((hold) => hold.orderId === key)) return [];
    return [`${service} could not handle a message of ${key}: ${code} ${reason}`];
  });
}
