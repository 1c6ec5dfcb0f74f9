import { createLogger } from '@galleria/kit/logger';
import { onTestFinished } from 'vitest';
import { createBalancedClient, type SubgraphClient } from '../balanced-client.ts';
import { createNameLookup, type NameLookup } from '../discovery/name-lookup.ts';
import { trafficOf, type TrafficSettings } from '../traffic/traffic.ts';
import { startInstanceServer, type InstanceServer } from './instance-server.ts';

export interface CalledSubgraph {
  readonly instances: readonly InstanceServer[];
  readonly client: SubgraphClient;
  /** The client's clock: it stands still unless it is told to go on. */
  passMs(ms: number): void;
  /** What the client's dice show from now on: each number once, and 0 afterwards. */
  throwDice(...numbers: readonly number[]): void;
  query(signal?: AbortSignal, withinMs?: number): Promise<{ readonly status: number }>;
  mutation(): Promise<{ readonly status: number }>;
}

/** A client of a subgraph, and the processes that it calls over HTTP, until the test ends. */
export async function startCalledSubgraph(options: {
  readonly instances?: number;
  readonly traffic?: Partial<TrafficSettings>;
  readonly addresses?: readonly string[];
  readonly lookUp?: NameLookup;
}): Promise<CalledSubgraph> {
  const instances: InstanceServer[] = [];
  for (let started = 0; started < (options.instances ?? 0); started += 1) instances.push(await startInstanceServer());
  let time = 1_000_000;
  let dice: number[] = [];
  const client = createBalancedClient({
    name: 'orders',
    addresses: options.addresses ?? instances.map(({ url }) => url),
    traffic: trafficOf({ SUBGRAPH_HEALTH_CHECK_MS: 0, SUBGRAPH_DNS_MS: 20, ...options.traffic }),
    lookUp: options.lookUp ?? createNameLookup([]),
    logger: createLogger({ service: 'router', level: 'silent' }),
    askEveryMs: 20,
    now: () => time,
    random: () => dice.shift() ?? 0,
  });
  onTestFinished(async () => {
    await client.stop();
    for (const instance of instances) await instance.stop();
  });
  const post = (repeatable: boolean, signal?: AbortSignal, withinMs?: number) =>
    client.post('{}', { 'content-type': 'application/json' }, { repeatable, signal, withinMs });
  return {
    instances,
    client,
    passMs: (ms) => void (time += ms),
    throwDice: (...numbers) => void (dice = [...numbers]),
    query: (signal, withinMs) => post(true, signal, withinMs),
    mutation: () => post(false),
  };
}
