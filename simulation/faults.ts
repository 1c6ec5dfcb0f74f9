import type { BrokerFaults } from './ports/memory-broker.ts';
import type { CommitFaults } from './ports/memory-database.ts';
import type { ProviderFaults } from './ports/payment-provider.ts';
import type { World } from './world/world.ts';

/** What goes wrong in a schedule, until it is calm. */
export interface Faults extends BrokerFaults, ProviderFaults, Pick<CommitFaults, 'crashAtCommit' | 'failsCommit'> {
  skewOf(instance: { readonly name: string; readonly service: string }): number;
  /** Whether something that happens to a service from outside happens in this step. */
  strikes(share: number): boolean;
  /** Turns the provider away or back. */
  turnProvider(): void;
  calm(): void;
}

const COMMIT_CRASH_SHARE = 0.006;
const FAILED_SHARE = 0.04;
const LOST_SHARE = 0.03;
const REFUSED_SHARE = 0.03;
const REFUND_REFUSED_SHARE = 0.25;
const MOST_SKEW_MS = 2_000;
/** In some schedules the clock of inventory is so far ahead that holds end under orders that are being paid. */
const FAR_SKEW_SHARE = 0.1;
const FAR_SKEW_MS = 615_000;

export function createFaults(world: World): Faults {
  const { random } = world;
  const skews = new Map<string, number>();
  const isFar = random.chance(FAR_SKEW_SHARE);
  let isCalm = false;
  let isAway = false;
  const chance = (share: number): boolean => !isCalm && random.chance(share);
  return {
    crashAtCommit: () => (chance(COMMIT_CRASH_SHARE) ? random.pick(['before', 'after'] as const) : null),
    failsCommit: () => chance(FAILED_SHARE),
    losesAcknowledgement: () => chance(LOST_SHARE),
    refuses: (records) => !(records[0]?.topic.endsWith('.dead-letters') ?? false) && chance(REFUSED_SHARE),
    losesCommit: () => chance(LOST_SHARE),
    isAway: () => isAway,
    losesAnswer: () => chance(LOST_SHARE),
    refusesRefund: () => random.chance(REFUND_REFUSED_SHARE),
    skewOf: ({ name, service }) => {
      const skew = skews.get(name) ?? random.below(2 * MOST_SKEW_MS) - MOST_SKEW_MS;
      skews.set(name, skew);
      return service === 'inventory' && isFar ? skew + FAR_SKEW_MS : skew;
    },
    strikes: chance,
    turnProvider: () => {
      isAway = !isAway;
      world.note('provider', isAway ? 'is away' : 'is back');
    },
    calm: () => {
      isCalm = true;
      isAway = false;
      world.note('world', 'is calm from here on');
    },
  };
}
