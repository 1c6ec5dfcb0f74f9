import type { PlantedBug } from './planted-bugs.ts';
import { createDatabases } from './databases.ts';
import { createPrivacy } from './invariants/privacy.ts';
import type { Person } from './people/person.ts';
import { createMemoryBroker } from './ports/memory-broker.ts';
import { createMemoryProvider } from './ports/payment-provider.ts';
import { SERVICES, type ServiceName } from './service-names.ts';
import { register } from './services/users.ts';
import { createStarts, createStoryLogger } from './starts.ts';
import { createWatch } from './watch.ts';
import { createWebhooks } from './webhooks.ts';
import type { Faults } from './faults.ts';
import type { Life, World } from './world/world.ts';

/** A process of a service. */
export interface Instance {
  readonly name: string;
  readonly service: ServiceName;
}

/** Those that may have a second process, which shares the work; what the others do, one does. */
const SHARED: readonly ServiceName[] = ['orders', 'inventory', 'payments', 'notifications'];
const SECOND_SHARE = 0.4;

export type Shop = ReturnType<typeof createShop>;

interface ShopOptions {
  readonly world: World;
  readonly faults: Faults;
  readonly persons: readonly Person[];
  readonly bug: PlantedBug | null;
}

/** All services of a schedule over their ports in memory, and who is alive. */
export function createShop({ world, faults, persons, bug }: ShopOptions) {
  const instances = SERVICES.flatMap((service) => instancesOf(world, service));
  const lives = new Map<string, Life>();
  const crash = (life: Life): void => {
    if (!life.isAlive) return;
    world.note(life.name, 'crashes');
    world.kill(life);
    broker.lost(life);
  };
  const watch = createWatch(world, (service) => databases[service as ServiceName].tables().outbox);
  const isErased = (userId: string): boolean => !databases.users.tables().accounts.has(userId);
  const privacy = createPrivacy(world, persons, isErased);
  const databases = createDatabases({ world, faults, bug, watch, privacy, crash });
  register(databases.users, persons);
  const broker = createMemoryBroker(world, faults, watch);
  const isAlive = ({ name }: Instance): boolean => lives.get(name)?.isAlive === true;
  /** What any process of a service offers that is alive. */
  const anyOf = <App>(service: ServiceName, apps: ReadonlyMap<string, App>): App | undefined => {
    const up = instances.filter((instance) => instance.service === service && isAlive(instance));
    return up.length === 0 ? undefined : apps.get(world.random.pick(up).name);
  };
  const webhooks = createWebhooks(world, () => anyOf('payments', payments)?.takeWebhook);
  const provider = createMemoryProvider(world, faults, webhooks);
  const { starts, users, orders, inventory, payments } = createStarts({
    ...{ databases, broker, provider, watch, persons, bug },
  });
  const clockOf = (instance: Instance) => () => new Date(world.now() + faults.skewOf(instance));

  return {
    ...{ databases, broker, provider, watch, instances, isAlive, isErased, clockOf },
    users: () => anyOf('users', users),
    orders: () => anyOf('orders', orders),
    payments: () => anyOf('payments', payments),
    /** What tells in the end who somebody was. */
    traces: () =>
      privacy.traces(
        SERVICES.map((service) => [service, databases[service].tables()]),
        watch.buried,
      ),
    /** Always of the same process, or none: who asks it twice for the same must know that it did. */
    inventory: () => {
      const [first] = instances.filter(({ service }) => service === 'inventory');
      return first !== undefined && isAlive(first) ? inventory.get(first.name) : undefined;
    },
    start(instance: Instance): void {
      const life: Life = { ...instance, isAlive: true };
      lives.set(instance.name, life);
      // In a step of its own, so that what it sets in motion is its own.
      world.after(life, 1, () => {
        world.note(life.name, 'starts');
        const logger = createStoryLogger(world, life.name);
        starts[instance.service]({ life, clock: clockOf(instance), logger });
      });
    },
    crash({ name }: Instance): void {
      const life = lives.get(name);
      if (life !== undefined) crash(life);
    },
    /** Kafka hears nothing of the process for too long. */
    expel({ name }: Instance): void {
      const life = lives.get(name);
      if (life?.isAlive === true) broker.expel(life);
    },
  };
}

function instancesOf({ random }: World, service: ServiceName): Instance[] {
  const hasSecond = SHARED.includes(service) && random.chance(SECOND_SHARE);
  return [{ name: service, service }, ...(hasSecond ? [{ name: `${service} 2`, service }] : [])];
}
