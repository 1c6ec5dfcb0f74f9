/** What resolvers pass on for a Product: its key, and what the router sends along for `@requires`. */
export interface ProductModel {
  readonly id: string;
  readonly archived?: boolean;
}
