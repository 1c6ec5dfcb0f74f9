import type { Contract } from './contract.ts';
import * as inventory from './inventory.ts';
import * as notifications from './notifications.ts';
import * as orders from './orders.ts';
import * as payments from './payments.ts';
import * as products from './products.ts';
import * as users from './users.ts';

type CatalogEntry = Pick<Contract<unknown>, 'type' | 'topic' | 'description' | 'schema'>;

/** Every message of Galleria, for what looks at all of them: the committed JSON Schemas and their check. */
export const catalog: readonly CatalogEntry[] = [inventory, notifications, orders, payments, products, users].flatMap(
  (owner) => Object.values<CatalogEntry>(owner),
);
