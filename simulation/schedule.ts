import { STATUS_FACTS } from '../subgraphs/orders/src/domain/order.ts';
import { createFaults, type Faults } from './faults.ts';
import { brokenInvariants, isAtRest } from './invariants/invariants.ts';
import { createPeople } from './people/people.ts';
import { personOf } from './people/person.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { SERVICES } from './service-names.ts';
import { createShop, type Shop } from './shop.ts';
import { installVirtualGlobals } from './world/virtual-globals.ts';
import { createWorld, type World } from './world/world.ts';

export interface ScheduleOptions {
  readonly seed: number;
  readonly orders: number;
  readonly bug?: PlantedBug | null;
}

export interface ScheduleResult {
  readonly seed: number;
  /** What did not hold; empty when everything did. */
  readonly broken: readonly string[];
  readonly history: readonly string[];
  readonly steps: number;
}

const CRASH_SHARE = 0.003;
const REJOIN_SHARE = 0.03;
const EXPEL_SHARE = 0.002;
const PROVIDER_SHARE = 0.002;
/** How long things go wrong, at most. */
const CHAOS_MS = 30_000;
/** How long the shop has to come to rest when nothing goes wrong any more. */
const PATIENCE_MS = 180_000;
/**
 * An order may wait so long beyond its deadline while its service is up and reads. Time that leaps while somebody could
 * act does not count: several leaps in a row, each of seconds, are no fault of the service.
 */
const MOST_OVERDUE_MS = 12_000;
const LOOK_EVERY_STEPS = 25;

/** One schedule from its beginning to its invariants: the same options give the same history, byte by byte. */
export async function runSchedule({ seed, orders, bug = null }: ScheduleOptions): Promise<ScheduleResult> {
  const world = createWorld(seed);
  const restore = installVirtualGlobals(world, world.random);
  try {
    const faults = createFaults(world);
    const persons = Array.from({ length: orders }, (_, number) => personOf(number));
    const shop = createShop({ world, faults, persons, bug });
    const people = createPeople(world, shop, persons);
    for (const instance of shop.instances) shop.start(instance);
    const overdue = createOverdueCheck(world, shop);
    const calmAt = world.now() + world.random.below(CHAOS_MS);
    const endAt = calmAt + PATIENCE_MS;
    let isCalm = false;
    let steps = 0;
    while (world.failure() === undefined && world.now() < endAt && (await world.step())) {
      steps += 1;
      if (!isCalm) disturb(world, shop, faults);
      if (steps % LOOK_EVERY_STEPS > 0) continue;
      overdue();
      if (!isCalm && world.now() >= calmAt) {
        isCalm = true;
        faults.calm();
      }
      if (isCalm) startAgain(world, shop);
      if (isCalm && isAtRest(shop, people)) break;
    }
    const failure = world.failure();
    const broken = failure === undefined ? brokenInvariants(shop, people) : [failure];
    return { seed, broken, history: world.history, steps };
  } finally {
    restore();
  }
}

function disturb(world: World, shop: Shop, faults: Faults): void {
  const { random } = world;
  if (faults.strikes(CRASH_SHARE)) shop.crash(random.pick(shop.instances));
  if (faults.strikes(EXPEL_SHARE)) shop.expel(random.pick(shop.instances));
  if (faults.strikes(REJOIN_SHARE)) shop.broker.rebalance(random.pick(SERVICES));
  if (faults.strikes(PROVIDER_SHARE)) faults.turnProvider();
  for (const instance of shop.instances) {
    if (!shop.isAlive(instance) && faults.strikes(1 / 60)) shop.start(instance);
  }
}

/** Starts what is down, in any order and not all at once. */
function startAgain(world: World, shop: Shop): void {
  for (const instance of shop.instances) {
    if (!shop.isAlive(instance) && world.random.chance(0.4)) shop.start(instance);
  }
}

/** Fails where an order waits beyond its deadline although its service had the time to end it. */
function createOverdueCheck(world: World, { databases, instances, isAlive, clockOf }: Shop): () => void {
  const since = new Map<string, number>();
  const waited = () => world.now() - world.leaptMs();
  const own = instances.filter(({ service }) => service === 'orders');
  return () => {
    const now = new Date(Math.min(...own.map((instance) => clockOf(instance)().getTime())));
    for (const { id, status, deadlineAt } of databases.orders.tables().orders.values()) {
      const isOverdue = STATUS_FACTS[status].waitsFor !== null && deadlineAt !== null && deadlineAt <= now;
      if (!isOverdue || !own.some(isAlive)) {
        since.delete(id);
        continue;
      }
      const began = since.get(id) ?? waited();
      since.set(id, began);
      if (waited() - began > MOST_OVERDUE_MS) world.fail(`order ${id} waits beyond its deadline, ${status}`);
    }
  };
}
