import type { Connection } from '@galleria/kit/graphql/pagination';
import type { StockLevel } from '../domain/stock.ts';
import type { Pieces, StockMovement } from '../domain/stock-movement.ts';

/** What resolvers pass on for a Product: its key, and what the router sends along for `@requires`. */
export interface ProductModel {
  readonly id: string;
  readonly archived?: boolean;
}

export type ProductStockModel = StockLevel;
export type ProductStockConnectionModel = Connection<StockLevel>;
export type StockPiecesModel = Pieces;
export type StockMovementModel = StockMovement;
export type StockMovementConnectionModel = Connection<StockMovement>;
