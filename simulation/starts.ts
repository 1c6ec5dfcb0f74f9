import type { UsersClient } from '../subgraphs/orders/src/clients/users-client.ts';
import { orderErrors } from '../subgraphs/orders/src/domain/errors.ts';
import { createPeriodicTask } from '@galleria/kit/process/periodic-task';
import type { Logger } from '@galleria/kit/logger';
import type { Databases } from './databases.ts';
import type { Person } from './people/person.ts';
import {
  createPassing,
  forgettingGaps,
  forgettingKeys,
  forgettingRefunds,
  markingEarly,
  unmarkedInNotifications,
  unmarkedInPayments,
  type PlantedBug,
} from './planted-bugs.ts';
import type { MemoryBroker } from './ports/memory-broker.ts';
import type { MemoryDatabase, Tables } from './ports/memory-database.ts';
import type { MemoryProvider } from './ports/payment-provider.ts';
import { bindNotifications } from './repositories/notification-tables.ts';
import { bindPayments } from './repositories/payments-work.ts';
import type { ServiceName } from './service-names.ts';
import { createInventory } from './services/inventory.ts';
import { createNotifications } from './services/notifications.ts';
import { createOrders } from './services/orders.ts';
import { createPayments } from './services/payments.ts';
import { startMessaging, type ServiceSurroundings } from './services/service-life.ts';
import { createUsers } from './services/users.ts';
import type { Watch } from './watch.ts';
import type { World } from './world/world.ts';

const SWEEP_MS = 1_000;

interface Wiring {
  readonly databases: Databases;
  readonly broker: MemoryBroker;
  readonly provider: MemoryProvider;
  readonly watch: Watch;
  readonly persons: readonly Person[];
  readonly bug: PlantedBug | null;
}

/** Gives the messaging of a life its ports; a planted bug is one that is replaced here. */
function createConnector({ broker, watch, bug }: Wiring) {
  return <Own extends Tables>(
    surroundings: ServiceSurroundings,
    store: MemoryDatabase<Own>,
    subscriptions: Parameters<typeof startMessaging>[1]['subscriptions'],
  ) => {
    const { life } = surroundings;
    const same = <T>(given: T): T => given;
    const passing = bug === 'later-row-passes' ? createPassing() : { outbox: same, broker: same };
    const plantBroker = bug === 'commit-across-a-gap' ? forgettingGaps : passing.broker;
    return startMessaging(surroundings, {
      broker: plantBroker(broker.connect(life)),
      database: store,
      subscriptions,
      plantOutbox: bug === 'relay-marks-early' ? markingEarly : passing.outbox,
      watchHandler: (handle) => async (record, stopping) => {
        const isDone = await handle(record, stopping);
        if (isDone) watch.handled(life.service, record);
        return isDone;
      },
    });
  };
}

/** How each service starts, and what of orders and inventory is asked from outside. */
export function createStarts(wiring: Wiring) {
  const { databases, provider, watch, persons, bug } = wiring;
  const connectMessaging = createConnector(wiring);
  /** By the names of processes. */
  const users = new Map<string, ReturnType<typeof createUsers>>();
  const orders = new Map<string, ReturnType<typeof createOrders>>();
  const inventory = new Map<string, ReturnType<typeof createInventory>>();
  const payments = new Map<string, ReturnType<typeof createPayments>>();

  const startUsers = (surroundings: ServiceSurroundings): void => {
    users.set(surroundings.life.name, createUsers(surroundings, databases.users, persons));
    connectMessaging(surroundings, databases.users, []);
  };
  const startOrders = (surroundings: ServiceSurroundings): void => {
    const app = createOrders(
      surroundings,
      databases.orders,
      createUsersClient(() => users.get('users')),
    );
    const messaging = connectMessaging(surroundings, databases.orders, app.subscriptions);
    orders.set(surroundings.life.name, app);
    if (bug === 'saga-without-timeout') return;
    const isCaughtUp = bug === 'sweep-on-a-backlog' ? async () => true : messaging.hasCaughtUp;
    sweep(surroundings, async () => {
      if (!(await isCaughtUp())) return;
      watch.sweepBegins(surroundings.life);
      await app.timeOutOrders();
    });
  };
  const startInventory = (surroundings: ServiceSurroundings): void => {
    const app = createInventory(surroundings, databases.inventory);
    const messaging = connectMessaging(surroundings, databases.inventory, app.subscriptions);
    inventory.set(surroundings.life.name, app);
    sweep(surroundings, async () => void ((await messaging.hasCaughtUp()) && (await app.reservations.expire())));
  };
  const startPayments = (surroundings: ServiceSurroundings): void => {
    const app = createPayments(surroundings, databases.payments, provider.connect(surroundings.life), bindingOf(bug));
    payments.set(surroundings.life.name, app);
    connectMessaging(surroundings, databases.payments, app.subscriptions);
    app.charges.start();
    app.refunds.start();
  };
  const startNotifications = (surroundings: ServiceSurroundings): void => {
    const bind =
      bug === 'erasure-without-a-mark-in-notifications'
        ? unmarkedInNotifications(bindNotifications)
        : bindNotifications;
    const app = createNotifications(surroundings, databases.notifications, bind);
    connectMessaging(surroundings, databases.notifications, app.subscriptions);
  };
  const starts: Readonly<Record<ServiceName, (surroundings: ServiceSurroundings) => void>> = {
    products: (surroundings) => void connectMessaging(surroundings, databases.products, []),
    users: startUsers,
    orders: startOrders,
    inventory: startInventory,
    payments: startPayments,
    notifications: startNotifications,
  };
  return { starts, users, orders, inventory, payments };
}

/** What payments' transactions can touch; a planted bug is a part of it that is replaced. */
function bindingOf(bug: PlantedBug | null): typeof bindPayments {
  switch (bug) {
    case 'refund-by-hand-without-its-key':
      return forgettingKeys(bindPayments);
    case 'refund-by-hand-without-its-guard':
      return forgettingRefunds(bindPayments);
    case 'erasure-without-a-mark-in-payments':
      return unmarkedInPayments(bindPayments);
    default:
      return bindPayments;
  }
}

/** Users as orders asks it. */
function createUsersClient(known: () => ReturnType<typeof createUsers> | undefined): UsersClient {
  return {
    checkoutCustomer: async ({ userId }) => {
      const users = known();
      if (users?.isAlive() !== true) throw orderErrors.USERS_UNAVAILABLE();
      return users.checkoutCustomer(userId);
    },
    close: async () => undefined,
  };
}

function sweep({ logger }: ServiceSurroundings, work: () => Promise<void>): void {
  createPeriodicTask({ name: 'sweep', everyMs: SWEEP_MS, work, logger }).start();
}

/** Lets the lines of the services' own log be part of the story. */
export function createStoryLogger(world: World, service: string): Logger {
  const write = (fields: Readonly<Record<string, unknown>>, text: string): void => {
    const { err, ...others } = fields;
    const told = err instanceof Error ? { ...others, err: err.message } : others;
    world.note(service, `${text} ${JSON.stringify(told)}`);
  };
  const silent = () => undefined;
  return { debug: silent, trace: silent, info: write, warn: write, error: write, fatal: write } as unknown as Logger;
}
