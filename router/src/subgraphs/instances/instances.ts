import type { Logger } from '@galleria/kit/logger';
import { createAddressClient } from '../address-client.ts';
import { createChoice } from './choose-instance.ts';
import type { Instance } from './instance.ts';
import { watchHealth } from './watch-health.ts';

export interface InstancesOptions {
  readonly name: string;
  readonly timeoutMs: number;
  readonly slowStartMs: number;
  /** How often those that serve are asked whether they are ready; 0 for never. */
  readonly healthCheckMs: number;
  /** How often those that are left out are asked. */
  readonly askEveryMs: number;
  readonly now: () => number;
  readonly random: () => number;
  /** An instance cannot be called. */
  readonly onFailure: () => void;
  readonly logger: Logger;
}

/** The instances of a subgraph, as they come and go. */
export interface Instances {
  readonly all: readonly Instance[];
  /** The one to call next; those in `tried` are asked no more. Those that are left out come last. */
  choose(tried: readonly Instance[]): Instance | undefined;
  /** An instance gets no calls until its `/ready` says that it is back. */
  leaveOut(instance: Instance, reason: string): void;
  /** An answer did not come in time. Several in a row, and it is left out. */
  wasLate(instance: Instance): void;
  /** Those that are not among `urls` finish what they have; new ones begin slowly. */
  use(urls: readonly string[]): void;
  stop(): Promise<void>;
}

/** One slow answer is the operation's fault, and not the instance's. */
const LATE_IN_A_ROW = 3;
/** How long calls that are under way may take to end, when their instance has gone. */
const LAST_CALLS_MS = 30_000;

export function createInstances(options: InstancesOptions): Instances {
  const { name, timeoutMs, slowStartMs, now, logger } = options;
  const choose = createChoice(options);
  const leaving = new Set<Instance>();
  let all: readonly Instance[] = [];
  let serving: readonly Instance[] = [];
  const sort = (): void => void (serving = all.filter(({ isLeftOut }) => !isLeftOut));
  const slowly = (): number | undefined => (slowStartMs === 0 ? undefined : now());
  const health = watchHealth({ ...options, instances: () => all, leaveOut, wasLate, isBack });

  function leaveOut(instance: Instance, reason: string): void {
    options.onFailure();
    // The only one is called whatever happens.
    if (instance.isLeftOut || all.length < 2) return;
    logger.warn({ service: name, url: instance.url, reason }, 'an instance is left out until it is back');
    instance.isLeftOut = true;
    sort();
    health.schedule();
  }

  function wasLate(instance: Instance): void {
    instance.lateInARow += 1;
    if (instance.lateInARow >= LATE_IN_A_ROW)
      leaveOut(instance, `gave ${instance.lateInARow} answers too late in a row`);
  }

  function isBack(instance: Instance): void {
    if (!instance.isLeftOut) return;
    logger.info({ service: name, url: instance.url }, 'an instance is back');
    instance.isLeftOut = false;
    instance.lateInARow = 0;
    instance.startsSince = slowly();
    sort();
  }

  return {
    get all() {
      return all;
    },
    choose: (tried) => {
      if (tried.length === 0 && serving.length > 0) return choose(serving);
      const left = all.filter((instance) => !tried.includes(instance));
      return choose(left.filter(({ isLeftOut }) => !isLeftOut)) ?? choose(left);
    },
    leaveOut,
    wasLate,
    use: (urls) => {
      const known = new Map(all.map((instance) => [instance.url, instance]));
      const startsSince = all.length === 0 ? undefined : slowly();
      const next = urls.map((url) => known.get(url) ?? newInstance({ url, timeoutMs, startsSince }));
      const gone = all.filter((instance) => !urls.includes(instance.url));
      all = next;
      sort();
      for (const instance of gone) leaveInPeace(instance, leaving);
    },
    stop: async () => {
      health.stop();
      await Promise.all([...all, ...leaving].map(({ client }) => client.stop()));
    },
  };
}

function newInstance(options: Pick<Instance, 'url' | 'startsSince'> & { readonly timeoutMs: number }): Instance {
  const { url, timeoutMs, startsSince } = options;
  const client = createAddressClient({ url, connectMs: timeoutMs });
  return { url, client, startsSince, inFlight: 0, isLeftOut: false, lateInARow: 0 };
}

function leaveInPeace(instance: Instance, leaving: Set<Instance>): void {
  leaving.add(instance);
  const end = () => void instance.client.stop().then(() => leaving.delete(instance));
  setTimeout(end, LAST_CALLS_MS).unref();
}
