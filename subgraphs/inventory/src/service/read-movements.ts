import { isId } from '@galleria/kit/identifiers';
import { connection, pageRequest, paginationErrors, type Connection } from '@galleria/kit/graphql/pagination';
import type { StockMovement } from '../domain/stock-movement.ts';
import type { MovementReader } from '../repository/movement-reader.ts';
import type { PageArguments } from './read-stock.ts';

/**
 * A page of the ledger for each of many products at once, in the order asked, newest movement first; empty where
 * nothing is kept of a product. Throws PAGE_SIZE_INVALID or CURSOR_INVALID.
 */
export type ReadMovements = (
  productIds: readonly string[],
  page: PageArguments,
) => Promise<readonly Connection<StockMovement>[]>;

export function createReadMovements(dependencies: { readonly reader: MovementReader }): ReadMovements {
  return async (productIds, page) => {
    const request = pageRequest(page, 1);
    const after = request.after === null ? null : positionOf(request.after);
    const pages = await dependencies.reader.pagesOf(productIds.filter(isId), { after, limit: request.limit });
    return productIds.map((productId) => {
      const { movements, totalCount } = pages.get(productId) ?? { movements: [], totalCount: 0 };
      return connection(movements, request, totalCount, ({ position }) => [position]);
    });
  };
}

/** Fewer digits than the greatest bigint of PostgreSQL has. */
const POSITION = /^\d{1,18}$/;

/** A cursor comes from outside: what is no position of this list must not reach the database. */
function positionOf([position]: readonly (string | number)[]): string {
  if (typeof position !== 'string' || !POSITION.test(position)) throw paginationErrors.CURSOR_INVALID();
  return position;
}
