import type { Logger } from '@galleria/kit/logger';
import type { SubgraphAnswer, SubgraphStream } from './address-client.ts';
import { createDiscovery } from './discovery/discovery.ts';
import type { NameLookup } from './discovery/name-lookup.ts';
import type { Instance } from './instances/instance.ts';
import { createInstances, type Instances } from './instances/instances.ts';
import { SubgraphOverloaded, SubgraphUnreachable } from './subgraph-unreachable.ts';
import { createBulkhead } from './traffic/bulkhead.ts';
import { createCircuitBreaker, type Admission, type CallOutcome } from './traffic/circuit-breaker.ts';
import { createRetryBudget, type RetryBudget } from './traffic/retry-budget.ts';
import type { TrafficSettings } from './traffic/traffic.ts';

type Headers = Readonly<Record<string, string>>;

export interface CallOptions {
  readonly repeatable: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Where whoever asks waits for less than a call may take. */
  readonly withinMs?: number | undefined;
}

/** How a subgraph is called, wherever it is. */
export interface SubgraphClient {
  /**
   * Posts a JSON body. Rejects with `SubgraphUnreachable` when no whole answer arrives in time, over HTTP or at all,
   * and with `SubgraphOverloaded` when too many wait for one. What is not `repeatable` is never sent twice: a mutation
   * may have taken effect although its answer was lost. When `signal` ends, so does the call.
   */
  post(body: string, headers: Headers, how: CallOptions): Promise<SubgraphAnswer>;
  /** Opens a stream, at whatever instance there is. Rejects with `SubgraphUnreachable`. */
  stream(body: string, headers: Headers, signal: AbortSignal): Promise<SubgraphStream>;
  /** The URLs of the instances that it has now. */
  readonly urls: readonly string[];
  stop(): Promise<void>;
}

export interface BalancedClientOptions {
  readonly name: string;
  /** URLs, and names that stand for several (docs/guides/traffic.md). */
  readonly addresses: readonly string[];
  readonly traffic: TrafficSettings;
  readonly lookUp: NameLookup;
  readonly logger: Logger;
  /** How often an instance that is left out is asked whether it is back. */
  readonly askEveryMs?: number;
  /** In milliseconds; a test's own clock and dice. */
  readonly now?: () => number;
  readonly random?: () => number;
}

const ASK_EVERY_MS = 500;
/** What a process that is about to stop answers. */
const SERVICE_UNAVAILABLE = 503;
/** A query that breaks whoever answers it must not break all of them. */
const MAX_SENT = 3;
const NONE: readonly Instance[] = [];

/**
 * One subgraph with its instances: which of them is called (docs/guides/traffic.md), how often, and how many calls it
 * has at a time. A call goes to another instance if nothing of it was sent, or if it may be repeated, the budget for
 * that allows it and there is time left. One that is left out is tried last, and the only one always.
 */
export function createBalancedClient(options: BalancedClientOptions): SubgraphClient {
  const { name, traffic, logger, now = () => performance.now(), random = Math.random } = options;
  const timeoutMs = traffic.SUBGRAPH_TIMEOUT_MS;
  const instances = createInstances({
    ...{ name, timeoutMs, now, random, logger, askEveryMs: options.askEveryMs ?? ASK_EVERY_MS },
    slowStartMs: traffic.SUBGRAPH_SLOW_START_MS,
    healthCheckMs: traffic.SUBGRAPH_HEALTH_CHECK_MS,
    onFailure: () => discovery.soon(),
  });
  const discovery = createDiscovery({
    ...options,
    everyMs: traffic.SUBGRAPH_DNS_MS,
    onFound: (urls) => instances.use(urls),
  });
  const { budget, breaker, bulkhead } = createGuards(options, now);
  /** Who had less has no answer because of that. */
  const fairMs = timeoutMs / 2;
  const send = createSending(instances, budget, { now, fairMs });
  return {
    post: async (body, headers, { repeatable, signal, withinMs = timeoutMs }) => {
      if (withinMs <= 0) throw new SubgraphUnreachable('there is no time left for it', { sent: false, late: true });
      const waitMs = Math.min(timeoutMs, withinMs);
      const endsAt = now() + waitMs;
      const turn = bulkhead.enter(waitMs, signal);
      if (turn !== undefined) await turn;
      let admission: Admission | undefined;
      let outcome: CallOutcome = 'answered';
      let hadTime = true;
      try {
        if (instances.all.length === 0) await within(discovery.first, endsAt - now());
        admission = breaker.admit();
        if (admission === undefined) throw new SubgraphUnreachable('it has not answered in time', { sent: false });
        budget.note();
        hadTime = endsAt - now() >= fairMs;
        return await send({ body, headers, repeatable, signal, endsAt });
      } catch (thrown) {
        outcome = hadTime ? outcomeOf(thrown, signal) : 'abandoned';
        throw thrown;
      } finally {
        if (admission !== undefined) breaker.ended(admission, outcome);
        bulkhead.leave();
      }
    },
    stream: async (body, headers, signal) => {
      if (instances.all.length === 0) await within(discovery.first, timeoutMs);
      return openStream(instances, (instance) => instance.client.stream(body, headers, signal), signal);
    },
    get urls() {
      return instances.all.map(({ url }) => url);
    },
    stop: async () => {
      discovery.stop();
      await instances.stop();
    },
  };
}

function createGuards({ name, traffic, logger }: BalancedClientOptions, now: () => number) {
  const breaker = createCircuitBreaker({
    failures: traffic.SUBGRAPH_BREAKER_FAILURES,
    openMs: traffic.SUBGRAPH_BREAKER_OPEN_MS,
    now,
    onChange: (state) => {
      const level = state === 'open' ? 'warn' : 'info';
      logger[level]({ service: name, breaker: state }, 'the circuit breaker changed its state');
    },
  });
  const bulkhead = createBulkhead({
    places: traffic.SUBGRAPH_CONCURRENCY,
    queue: traffic.SUBGRAPH_QUEUE,
    full: () => new SubgraphOverloaded(),
    late: () => new SubgraphUnreachable('its turn did not come in time', { sent: false, late: true }),
  });
  const budget = createRetryBudget({
    percent: traffic.SUBGRAPH_RETRY_PERCENT,
    perSecond: traffic.SUBGRAPH_RETRIES_PER_SECOND,
    now,
  });
  return { breaker, bulkhead, budget };
}

interface Call {
  readonly body: string;
  readonly headers: Headers;
  readonly repeatable: boolean;
  readonly signal: AbortSignal | undefined;
  /** On the clock of `now`. */
  readonly endsAt: number;
}

/** Sends a call to one instance after the other, until one answers or it may not be sent again. */
function createSending(
  instances: Instances,
  budget: RetryBudget,
  { now, fairMs }: { readonly now: () => number; readonly fairMs: number },
) {
  return async ({ body, headers, repeatable, signal, endsAt }: Call): Promise<SubgraphAnswer> => {
    const tried: Instance[] = [];
    let sent = 0;
    const next = (): Instance | undefined => (endsAt > now() ? instances.choose(tried) : undefined);
    const again = (): Instance | undefined => {
      const other = sent === 0 || (repeatable && sent < MAX_SENT) ? next() : undefined;
      return other !== undefined && (sent === 0 || budget.take()) ? other : undefined;
    };
    let instance = instances.choose(NONE);
    if (instance === undefined) throw new SubgraphUnreachable('it has no address', { sent: false });
    for (;;) {
      tried.push(instance);
      instance.inFlight += 1;
      let other: Instance | undefined;
      const timeoutMs = endsAt - now();
      try {
        const answer = await instance.client.post(body, headers, { timeoutMs, signal });
        instance.lateInARow = 0;
        if (answer.status !== SERVICE_UNAVAILABLE) return answer;
        sent += 1;
        instances.leaveOut(instance, `answered ${answer.status}`);
        other = again();
        if (other === undefined) return answer;
      } catch (thrown) {
        // When nobody waits any more it has nothing to do with the instance.
        if (!(thrown instanceof SubgraphUnreachable) || signal?.aborted === true) throw thrown;
        if (thrown.sent) sent += 1;
        if (thrown.late && timeoutMs >= fairMs) instances.wasLate(instance);
        if (!thrown.late) instances.leaveOut(instance, thrown.message);
        other = thrown.late ? undefined : again();
        if (other === undefined) throw thrown;
      } finally {
        instance.inFlight -= 1;
      }
      instance = other;
    }
  };
}

async function openStream(
  instances: Instances,
  open: (instance: Instance) => Promise<SubgraphStream>,
  signal: AbortSignal,
): Promise<SubgraphStream> {
  const tried: Instance[] = [];
  let reason = new SubgraphUnreachable('it has no address', { sent: false });
  for (let instance = instances.choose(tried); instance !== undefined; instance = instances.choose(tried)) {
    tried.push(instance);
    try {
      const answer = await open(instance);
      if (answer.status !== SERVICE_UNAVAILABLE) return answer;
      reason = new SubgraphUnreachable(`answered ${answer.status}`);
    } catch (thrown) {
      if (!(thrown instanceof SubgraphUnreachable) || signal.aborted) throw thrown;
      reason = thrown;
    }
    instances.leaveOut(instance, reason.message);
  }
  throw reason;
}

function outcomeOf(thrown: unknown, signal: AbortSignal | undefined): CallOutcome {
  if (signal?.aborted === true) return 'abandoned';
  return thrown instanceof SubgraphUnreachable && thrown.late ? 'late' : 'answered';
}

/** Waits for something that never rejects, but not for longer. */
async function within(something: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([something, late]);
  clearTimeout(timer);
}
