import type { Contract } from './contract.ts';
import * as inventory from './inventory.ts';
import * as notifications from './notifications.ts';
import * as operations from './operations.ts';
import * as orders from './orders.ts';
import * as payments from './payments.ts';
import * as products from './products.ts';
import * as users from './users.ts';

type CatalogEntry = Pick<Contract<unknown>, 'type' | 'topic' | 'description' | 'schema'>;

/** Every message of Galleria, for what looks at all of them: the committed JSON Schemas and their check. */
export const catalog: readonly CatalogEntry[] = [
  inventory,
  notifications,
  operations,
  orders,
  payments,
  products,
  users,
].flatMap((owner) => Object.values<CatalogEntry>(owner));

/** The types of message that this release knows. */
export const knownTypes: ReadonlySet<string> = new Set(catalog.map(({ type }) => type));

/** The services that publish events or take commands, in the order of their names. */
export function publishers(): string[] {
  return [...new Set(catalog.flatMap(({ topic }) => topic.split('.')[0] ?? []))].toSorted();
}
