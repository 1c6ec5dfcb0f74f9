/** A shelf of the shop; categories form a tree. */
export interface Category {
  readonly id: string;
  /** Its name in addresses. */
  readonly slug: string;
  readonly name: string;
  /** The category it is part of; null at the top. */
  readonly parentId: string | null;
  /** Counts its changes, from 1 on. */
  readonly version: number;
}

/** A maker of products. */
export interface Brand {
  readonly id: string;
  /** Its name in addresses. */
  readonly slug: string;
  readonly name: string;
  /** Counts its changes, from 1 on. */
  readonly version: number;
}
