import type { CartLine, PricedProduct } from '../../subgraphs/orders/src/domain/cart.ts';
import type { Money } from '../../subgraphs/orders/src/domain/money.ts';
import type { CartRepository } from '../../subgraphs/orders/src/repository/cart-repository.ts';
import type { ProductPriceRepository } from '../../subgraphs/orders/src/repository/product-price-repository.ts';
import type { Table } from '../ports/memory-database.ts';
import { check } from '../ports/memory-rows.ts';

/** A line of a cart, in the order in which it was added. */
export interface HeldLine {
  readonly productId: string;
  readonly quantity: number;
  readonly priceWhenAdded: Money | null;
}

export interface HeldPrice {
  readonly price: Money;
  readonly priceVersion: number;
  readonly name: string | null;
  readonly nameVersion: number;
  readonly isArchived: boolean;
  readonly archivedVersion: number;
}

export interface CartTables {
  /** By customer. */
  readonly carts: Table<readonly HeldLine[]>;
  readonly prices: Table<HeldPrice>;
}

/** Of a product of which another event has told: it costs nothing in no currency until its price comes. */
const UNPRICED: HeldPrice = {
  ...{ price: { amountMinor: 0, currency: 'XXX' }, priceVersion: 0, name: null, nameVersion: 0 },
  ...{ isArchived: false, archivedVersion: 0 },
};

export function createCarts({ carts, prices }: CartTables): CartRepository {
  const held = (customerId: string): readonly HeldLine[] => carts.get(customerId) ?? [];
  return {
    lock: async () => undefined,
    lines: async (customerId) =>
      held(customerId).map(({ productId, quantity, priceWhenAdded }): CartLine => {
        const { name, price: unitPrice, isArchived } = prices.get(productId) ?? UNPRICED;
        return { productId, name, quantity, unitPrice, priceWhenAdded, isOnSale: !isArchived };
      }),
    put: async (customerId, lines) => {
      check({
        cart_lines_product_id_fkey: lines.every(({ productId }) => prices.has(productId)),
        cart_lines_quantity_possible: lines.every(({ quantity }) => quantity >= 1 && quantity <= 99),
      });
      const quantityOf = (id: string) => lines.find(({ productId }) => productId === id)?.quantity;
      const changed = held(customerId).map((line) => ({
        ...line,
        quantity: quantityOf(line.productId) ?? line.quantity,
      }));
      const added = lines
        .filter(({ productId }) => !changed.some((line) => line.productId === productId))
        .map(({ productId, quantity, unitPrice }) => ({ productId, quantity, priceWhenAdded: unitPrice }));
      carts.set(customerId, [...changed, ...added]);
    },
    acceptPrices: async (customerId, lines) => {
      const seen = (id: string) => lines.find(({ productId }) => productId === id)?.unitPrice;
      carts.set(
        customerId,
        held(customerId).map((line) => ({ ...line, priceWhenAdded: seen(line.productId) ?? line.priceWhenAdded })),
      );
    },
    remove: async (customerId, productIds) => {
      carts.set(
        customerId,
        held(customerId).filter(({ productId }) => !productIds.includes(productId)),
      );
    },
    clear: async (customerId) => void carts.delete(customerId),
  };
}

export function createPrices({ prices }: Pick<CartTables, 'prices'>): ProductPriceRepository {
  const change = (id: string, version: number, of: 'priceVersion' | 'nameVersion' | 'archivedVersion') => {
    const known = prices.get(id);
    const isNewer = known === undefined || known[of] <= version;
    return (to: Partial<HeldPrice>): void => {
      if (isNewer) prices.set(id, { ...UNPRICED, ...known, ...to, [of]: version });
    };
  };
  const findAll: ProductPriceRepository['findAll'] = async (productIds) =>
    [...new Set(productIds)].flatMap((productId): PricedProduct[] => {
      const held = prices.get(productId);
      return held === undefined ? [] : [{ productId, name: held.name, price: held.price, isOnSale: !held.isArchived }];
    });
  return {
    find: async (productId) => (await findAll([productId]))[0] ?? null,
    findAll,
    setPrice: async (id, price, version) => {
      check({ product_prices_amount_not_negative: price.amountMinor >= 0 });
      change(id, version, 'priceVersion')({ price });
    },
    setName: async (id, name, version) => change(id, version, 'nameVersion')({ name }),
    setArchived: async (id, isArchived, version) => change(id, version, 'archivedVersion')({ isArchived }),
  };
}
