import type { Privacy } from './invariants/privacy.ts';
import { forgetful, silentAboutRefusals, type PlantedBug } from './planted-bugs.ts';
import { createMemoryDatabase, type MemoryDatabase, type Tables } from './ports/memory-database.ts';
import { emptyInventory, type InventoryTables } from './repositories/inventory-tables.ts';
import { emptyNotifications, type NotificationTables } from './repositories/notification-tables.ts';
import { emptyOrders, type OrderTables } from './repositories/order-tables.ts';
import { emptyPayments, type PaymentTables } from './repositories/payments-work.ts';
import { emptyUsers, type UserTables } from './repositories/user-tables.ts';
import type { ServiceName } from './service-names.ts';
import type { Faults } from './faults.ts';
import type { Watch } from './watch.ts';
import type { Life, World } from './world/world.ts';

export type Databases = ReturnType<typeof createDatabases>;

/** The databases of all services, empty. */
export function createDatabases(surroundings: {
  readonly world: World;
  readonly faults: Faults;
  readonly bug: PlantedBug | null;
  readonly watch: Watch;
  readonly privacy: Privacy;
  readonly crash: (life: Life) => void;
}) {
  const { world, faults, bug, watch, privacy, crash } = surroundings;
  const database = <Own extends Tables>(
    service: ServiceName,
    empty: Own,
    /** Whether a service that forgets has forgotten an account; before it has, it may know everything. */
    hasForgotten: (tables: Own, userId: string) => boolean = () => false,
  ): MemoryDatabase<Own> =>
    createMemoryDatabase({
      ...{ world, service, empty },
      // What was told before the schedule began is told for certain.
      faults: {
        crashAtCommit: (life) => (life.service === service ? faults.crashAtCommit(life) : null),
        failsCommit: (life) => life.service === service && faults.failsCommit(life),
        crash,
      },
      watch: {
        committed: (tables, accepted) => {
          watch.databaseCommitted(service, tables, accepted);
          privacy.committed(service, tables, (userId) => hasForgotten(tables, userId));
        },
      },
      plantInbox: bug === 'consumer-without-inbox' ? forgetful : same,
      plantMessages: bug === 'refund-refused' ? silentAboutRefusals : same,
    });
  return {
    products: database<Tables>('products', {}),
    users: database<UserTables>('users', emptyUsers()),
    orders: database<OrderTables>('orders', emptyOrders(), ({ erasedCustomers }, id) => erasedCustomers.has(id)),
    inventory: database<InventoryTables>('inventory', emptyInventory()),
    payments: database<PaymentTables>('payments', emptyPayments(), ({ customers }, id) => isMarked(customers.get(id))),
    notifications: database<NotificationTables>('notifications', emptyNotifications(), ({ recipients }, id) =>
      isMarked(recipients.get(id)),
    ),
  };
}

function same<T>(given: T): T {
  return given;
}

function isMarked(row: { readonly erasedAt: Date | null } | undefined): boolean {
  return row !== undefined && row.erasedAt !== null;
}
