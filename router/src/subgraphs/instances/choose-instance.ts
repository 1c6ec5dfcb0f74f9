import type { Instance } from './instance.ts';

export interface ChoiceOptions {
  /** How long it takes an instance that is new or back to get as many calls as the others. */
  readonly slowStartMs: number;
  /** In milliseconds. */
  readonly now: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** What an instance gets of its share at the beginning: enough to become warm. */
const FIRST_SHARE = 0.1;

/**
 * Chooses by the power of two choices: of two at random the one with fewer calls under way. That is nearly as even as
 * to look at all of them, and several routers do not all run to the same one. An instance that starts slowly is passed
 * over at first, more often than not, because the one with the fewest calls is always the one that has just come.
 */
export function createChoice({ slowStartMs, now, random }: ChoiceOptions) {
  const isPassedOver = (instance: Instance): boolean => {
    if (instance.startsSince === undefined) return false;
    const share = Math.max(FIRST_SHARE, (now() - instance.startsSince) / slowStartMs);
    if (share < 1) return random() >= share;
    instance.startsSince = undefined;
    return false;
  };
  return (instances: readonly Instance[]): Instance | undefined => {
    const count = instances.length;
    if (count < 2) return instances[0];
    const at = Math.floor(random() * count);
    const one = instances[at];
    const other = instances[(at + 1 + Math.floor(random() * (count - 1))) % count];
    if (one === undefined || other === undefined) return one;
    const [noOne, noOther] = [isPassedOver(one), isPassedOver(other)];
    if (noOne && noOther) return warm(instances, at) ?? lessLoaded(one, other);
    if (noOne || noOther) return noOne ? other : one;
    return lessLoaded(one, other);
  };
}

function lessLoaded(one: Instance, other: Instance): Instance {
  return other.inFlight < one.inFlight ? other : one;
}

/** The first from a place on that does not start slowly. */
function warm(instances: readonly Instance[], from: number): Instance | undefined {
  for (let step = 0; step < instances.length; step += 1) {
    const instance = instances[(from + step) % instances.length];
    if (instance?.startsSince === undefined) return instance;
  }
  return undefined;
}
