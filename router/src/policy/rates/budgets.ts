import { toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';

export const WINDOW_SECONDS = 60;
/** A store that takes longer keeps all clients waiting: until it is back, each process counts by itself. */
const STORE_TIMEOUT_MS = 250;

/** In a minute; 0 where there is no limit. */
export type Allowances = Readonly<Record<'viewer' | 'address' | 'client', number>>;

export interface BudgetState {
  readonly left: number;
  readonly isUsedUp: boolean;
  /** Until all of it is there again. */
  readonly resetSeconds: number;
}

/** What one client may use up in a minute; each key has its own. */
export interface Budget {
  readonly points: number;
  take(key: string, points: number): Promise<BudgetState>;
  look(key: string): Promise<BudgetState>;
  /** Takes also what is not there. */
  charge(key: string, points: number): Promise<void>;
}

export type BudgetOf = Readonly<Partial<Record<keyof Allowances, Budget>>>;

export interface Budgets {
  /** In operations. */
  readonly requests: BudgetOf;
  /** In objects. */
  readonly cost: BudgetOf;
  close(): void;
}

export interface BudgetOptions {
  readonly requests: Allowances;
  readonly cost: Allowances;
  /** Where all routers count together; empty for each process by itself. */
  readonly redisUrl: string;
  readonly logger: Logger;
}

/** Undefined where nothing is limited. Waits for Redis, if it is there. */
export async function openBudgets({ requests, cost, redisUrl, logger }: BudgetOptions): Promise<Budgets | undefined> {
  if (![...Object.values(requests), ...Object.values(cost)].some((points) => points > 0)) return undefined;
  const store = redisUrl === '' ? undefined : await connect(redisUrl, logger);
  const budgetsOf = (kind: string, allowances: Allowances): BudgetOf => {
    const limited = Object.entries(allowances).filter(([, points]) => points > 0);
    return Object.fromEntries(limited.map(([name, points]) => [name, createBudget(`${kind}-${name}`, points, store)]));
  };
  return {
    requests: budgetsOf('requests', requests),
    cost: budgetsOf('cost', cost),
    close: () => store?.redis.disconnect(),
  };
}

interface Store {
  readonly redis: Redis;
  /** Asks the store, and this process where that does not answer; says so once, and once when it does again. */
  orOwn<T>(ask: () => Promise<T>, askOwn: () => Promise<T>): Promise<T>;
}

async function connect(url: string, logger: Logger): Promise<Store> {
  const redis = new Redis(url, {
    commandTimeout: STORE_TIMEOUT_MS,
    connectTimeout: 2_000,
    enableOfflineQueue: false,
    lazyConnect: true,
    maxRetriesPerRequest: 0,
  });
  let isAway = false;
  const failed = (error: unknown) => {
    if (!isAway) logger.warn({ err: toError(error) }, 'Redis is away: each router counts requests by itself');
    isAway = true;
  };
  const answered = () => {
    if (isAway) logger.info('Redis is back: routers count requests together');
    isAway = false;
  };
  redis.on('error', failed);
  redis.on('ready', answered);
  // It goes on trying by itself.
  await redis.connect().catch(failed);
  return {
    redis,
    orOwn: async (ask, askOwn) => {
      try {
        const result = await ask();
        answered();
        return result;
      } catch (thrown) {
        // That is how it says that a budget is used up.
        if (thrown instanceof RateLimiterRes) throw thrown;
        failed(thrown);
        return askOwn();
      }
    },
  };
}

function createBudget(name: string, points: number, store: Store | undefined): Budget {
  const options = { keyPrefix: `galleria:${name}`, points, duration: WINDOW_SECONDS };
  const own = new RateLimiterMemory(options);
  const shared = store && new RateLimiterRedis({ ...options, storeClient: store.redis });
  const ask = <T>(work: (limiter: RateLimiterAbstract) => Promise<T>): Promise<T> =>
    store === undefined || shared === undefined
      ? work(own)
      : store.orOwn(
          () => work(shared),
          () => work(own),
        );
  return {
    points,
    take: async (key, taken) => {
      try {
        return stateOf(await ask((limiter) => limiter.consume(key, taken)), false);
      } catch (thrown) {
        if (thrown instanceof RateLimiterRes) return stateOf(thrown, true);
        throw thrown;
      }
    },
    look: async (key) => {
      const used = await ask((limiter) => limiter.get(key));
      if (used === null) return { left: points, isUsedUp: false, resetSeconds: WINDOW_SECONDS };
      return stateOf(used, used.consumedPoints >= points);
    },
    charge: async (key, taken) => void (await ask((limiter) => limiter.penalty(key, taken))),
  };
}

function stateOf({ remainingPoints, msBeforeNext }: RateLimiterRes, isUsedUp: boolean): BudgetState {
  return {
    left: Math.max(0, remainingPoints),
    isUsedUp,
    resetSeconds: Math.ceil(Math.max(0, msBeforeNext) / 1_000),
  };
}
