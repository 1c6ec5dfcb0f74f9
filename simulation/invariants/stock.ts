import { STATUS_FACTS } from '../../subgraphs/orders/src/domain/order.ts';
import { DELIVERED_PIECES, PRODUCTS } from '../people/sellers.ts';
import type { StoredOrder } from '../repositories/order-tables.ts';
import type { Shop } from '../shop.ts';

/** Every piece is where the orders say it is. */
export function wrongStock(shop: Shop, orders: readonly StoredOrder[]): string[] {
  const { levels, reservations } = shop.databases.inventory.tables();
  const piecesOf = (lines: StoredOrder['lines'], productId: string) =>
    lines.filter((line) => line.productId === productId).reduce((sum, { quantity }) => sum + quantity, 0);
  const isShort = (id: string) =>
    shop.watch.buried.some(({ code, key }) => code === 'SHIPPED_WITHOUT_STOCK' && key === id);
  const held = [...reservations.values()].filter(({ status }) => status === 'HELD');
  const paid = orders.filter(({ id, status }) => STATUS_FACTS[status].isPaid && !isShort(id));
  return PRODUCTS.flatMap((productId) => {
    const { available = 0, reserved = 0, sold = 0 } = levels.get(productId) ?? {};
    const wanted = paid.reduce((sum, { lines }) => sum + piecesOf(lines, productId), 0);
    return [
      ...(available + reserved + sold === DELIVERED_PIECES
        ? []
        : [`pieces of ${productId} are more or less than delivered`]),
      ...(sold === wanted ? [] : [`${sold} pieces of ${productId} are sold, and ${wanted} are in paid orders`]),
      ...(reserved === 0 && held.length === 0 ? [] : [`${reserved} pieces of ${productId} are held for nobody`]),
    ];
  });
}
