import { createRandom, type Random } from '@galleria/platform/testing/random';
import { newProduct } from '../galleria/catalogue.ts';
import { openLedgers } from '../galleria/ledgers.ts';
import { insistOnAdministrator } from '../galleria/shoppers.ts';
import { drawFaults, inject, targetsOf, type Breakable, type Fault } from './faults.ts';
import { startLoad, type Load } from './load.ts';
import { watchOverdueOrders, type OverdueWatch } from './overdue-watch.ts';
import { judge, type Verdict } from './verdict.ts';

export interface ChaosOptions {
  readonly seed: number;
  /** It goes on until so many orders were accepted, and so many faults were made. */
  readonly orders: number;
  readonly faults: number;
  readonly customers: number;
  /** What is broken: all that can be unless told. */
  readonly targets?: readonly string[];
  /** How many faults begin together; 3 unless told. */
  readonly mostAtOnce?: number;
  readonly onRound?: (round: Round) => void;
  /** Ends all of it: then it rejects. */
  readonly signal?: AbortSignal;
}

/** Faults at one time, and what followed. */
export interface Round {
  readonly faults: readonly Fault[];
  /** From the end of the last fault until the next order was accepted. */
  readonly recoveryMs: number;
  readonly ordersSoFar: number;
}

export interface Outcome {
  readonly rounds: readonly Round[];
  readonly orders: number;
  /** For how long an order was beyond its deadline, at the longest, while nothing was broken. */
  readonly longestOverdueMs: number;
  readonly verdict: Verdict;
}

const PLENTY = 1_000_000;
const SCARCE = 20;
/** Orders from one round of faults to the next. */
const MOST_BETWEEN = 8;
const MOST_AT_ONCE = 3;
const READY_WITHIN_MS = 120_000;

/** Breaks a running Galleria under load, waits for quiet, and says what was lost. */
export async function runChaos(breakable: Breakable, options: ChaosOptions): Promise<Outcome> {
  const { galleria } = breakable;
  const random = createRandom(options.seed);
  const { graph: graphUrl } = galleria.urls;
  const administrator = await insistOnAdministrator(graphUrl);
  const products = await Promise.all([PLENTY, PLENTY, SCARCE].map((pieces) => newProduct(administrator, pieces)));
  const load = startLoad({ ...options, graphUrl, productIds: products.map(({ id }) => id) });
  const ledgers = openLedgers(galleria);
  const watch = watchOverdueOrders(galleria, ledgers);
  try {
    const rounds = await breakThings(breakable, load, { random, watch }, options).finally(() => load.end());
    const bought = await load.ended();
    await galleria.untilReady(READY_WITHIN_MS);
    const longestOverdueMs = await watch.end();
    const verdict = await judge({ bought, ledgers, administrator: await insistOnAdministrator(graphUrl) });
    return { rounds, orders: bought.length, longestOverdueMs, verdict };
  } finally {
    await watch.end();
    await ledgers.close();
  }
}

async function breakThings(
  breakable: Breakable,
  load: Load,
  { random, watch }: { readonly random: Random; readonly watch: OverdueWatch },
  options: ChaosOptions,
): Promise<Round[]> {
  const { orders, faults, onRound, signal = new AbortController().signal } = options;
  const { targets = targetsOf(breakable), mostAtOnce = MOST_AT_ONCE } = options;
  const rounds: Round[] = [];
  const untouched = new Set(targets);
  for (let made = 0; made < faults || load.bought.length < orders;) {
    await load.untilBought(1 + random.below(MOST_BETWEEN));
    const drawn = drawFaults(random, breakable, { targets, untouched, mostAtOnce });
    watch.pause();
    await Promise.all(drawn.map((fault) => inject(breakable, fault, signal)));
    signal.throwIfAborted();
    made += drawn.length;
    const over = performance.now();
    watch.resume();
    await load.untilBought(1);
    const round = { faults: drawn, recoveryMs: performance.now() - over, ordersSoFar: load.bought.length };
    rounds.push(round);
    onRound?.(round);
  }
  return rounds;
}
