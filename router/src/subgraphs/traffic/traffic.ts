import { z } from 'zod';
import { parseDnsServers } from '../discovery/dns-servers.ts';

const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** How subgraphs are called: the part of the router's settings that docs/guides/traffic.md is about. */
export const trafficSettings = {
  /** How long the calls of an operation, or of an event of a subscription, may take together. */
  OPERATION_TIMEOUT_MS: count(1, 3_600_000).default(30_000),
  /** How long a call may take in all: waiting for its turn, connecting, trying again, and the answer. */
  SUBGRAPH_TIMEOUT_MS: count(1, 300_000).default(5_000),
  /** Calls of one subgraph at a time, of all its instances together; … */
  SUBGRAPH_CONCURRENCY: count(1, 100_000).default(500),
  /** … and how many wait for that. What is beyond fails at once. */
  SUBGRAPH_QUEUE: count(0, 1_000_000).default(10_000),
  /** Of a hundred calls so many queries may be sent again; … */
  SUBGRAPH_RETRY_PERCENT: count(0, 100).default(20),
  /** … and so many in each second, however few calls there are. */
  SUBGRAPH_RETRIES_PER_SECOND: count(0, 10_000).default(10),
  /** Late answers in a row after which a subgraph is not asked any more, … */
  SUBGRAPH_BREAKER_FAILURES: count(1, 10_000).default(5),
  /** … for this long. Then one call decides. */
  SUBGRAPH_BREAKER_OPEN_MS: count(1, 300_000).default(2_000),
  /** How long an instance that is new or back has fewer calls than the others; 0 for not at all. */
  SUBGRAPH_SLOW_START_MS: count(0, 600_000).default(10_000),
  /** How often instances that serve are asked whether they are ready; 0 for never. */
  SUBGRAPH_HEALTH_CHECK_MS: count(0, 600_000).default(5_000),
  /** How often names of `dns+http://…` and `srv+http://…` are looked up again. */
  SUBGRAPH_DNS_MS: count(10, 600_000).default(5_000),
  /** Servers to look them up at ("10.0.0.10,10.0.0.11:5353"). Empty: those of the system. */
  SUBGRAPH_DNS_SERVERS: z.string().default('').transform(parseDnsServers),
};

const schema = z.object(trafficSettings);

export type TrafficSettings = Readonly<z.output<typeof schema>>;

/** The defaults, and what `given` says otherwise. */
export function trafficOf(given: Partial<TrafficSettings> = {}): TrafficSettings {
  return { ...schema.parse({}), ...given };
}
