import { request } from 'undici';
import type { SubgraphAddress } from '../supergraph/supergraph.ts';

export type SubgraphState = 'up' | 'down';

export interface RouterReadiness {
  /** Degraded: at least one subgraph is down; the rest of the graph answers. */
  readonly status: 'ready' | 'degraded';
  readonly subgraphs: Readonly<Record<string, SubgraphState>>;
}

const REMEMBER_MS = 1_000;
const TIMEOUT_MS = 1_000;

/**
 * Asks every subgraph's own `/ready`, at most once a second however often a load balancer asks the router. A subgraph is up when it
 * answers 200 within a second.
 */
export function createSubgraphReadiness(
  subgraphs: readonly SubgraphAddress[],
  now: () => number = Date.now,
): () => Promise<RouterReadiness> {
  let latest: { readonly askedAt: number; readonly report: Promise<RouterReadiness> } | undefined;
  return () => {
    if (latest === undefined || now() - latest.askedAt >= REMEMBER_MS)
      latest = { askedAt: now(), report: ask(subgraphs) };
    return latest.report;
  };
}

async function ask(subgraphs: readonly SubgraphAddress[]): Promise<RouterReadiness> {
  const states = await Promise.all(subgraphs.map(async ({ name, url }) => [name, await stateOf(url)] as const));
  return {
    status: states.every(([, state]) => state === 'up') ? 'ready' : 'degraded',
    subgraphs: Object.fromEntries(states),
  };
}

async function stateOf(url: string): Promise<SubgraphState> {
  try {
    const { statusCode, body } = await request(new URL('/ready', url), { signal: AbortSignal.timeout(TIMEOUT_MS) });
    await body.dump();
    return statusCode === 200 ? 'up' : 'down';
  } catch {
    return 'down';
  }
}
