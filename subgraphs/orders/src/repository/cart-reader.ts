import type { CartLine } from '../domain/cart.ts';
import { cartLine } from './cart-rows.ts';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** Reads for the graph, outside of any transaction. */
export interface CartReader {
  /** With today's prices, in the order they were added. */
  linesOfCustomer(customerId: string): Promise<CartLine[]>;
}

export function createCartReader(prisma: PrismaClient): CartReader {
  return {
    linesOfCustomer: async (customerId) => {
      const rows = await prisma.cartLine.findMany({
        where: { customerId },
        include: { price: true },
        orderBy: { position: 'asc' },
      });
      return rows.map(({ price, ...line }) => cartLine({ ...price, ...line }));
    },
  };
}
