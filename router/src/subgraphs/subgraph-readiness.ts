import { request } from 'undici';

export type SubgraphState = 'up' | 'down';

export interface RouterReadiness {
  /** Degraded: at least one subgraph is down; the rest of the graph answers. */
  readonly status: 'ready' | 'degraded';
  readonly subgraphs: Readonly<Record<string, SubgraphState>>;
}

/** A subgraph, and the GraphQL URLs of its instances. */
export interface SubgraphInstances {
  readonly name: string;
  readonly urls: readonly string[];
}

const REMEMBER_MS = 1_000;
const TIMEOUT_MS = 1_000;

/**
 * Asks every subgraph's own `/ready`, at most once a second however often a load balancer asks the router. A subgraph
 * is up when it answers 200 within a second; one that has several processes, when one of them does.
 */
export function createSubgraphReadiness(
  subgraphs: () => readonly SubgraphInstances[],
  now: () => number = Date.now,
): () => Promise<RouterReadiness> {
  let latest: { readonly askedAt: number; readonly report: Promise<RouterReadiness> } | undefined;
  return () => {
    if (latest === undefined || now() - latest.askedAt >= REMEMBER_MS)
      latest = { askedAt: now(), report: ask(subgraphs()) };
    return latest.report;
  };
}

async function ask(subgraphs: readonly SubgraphInstances[]): Promise<RouterReadiness> {
  const states = await Promise.all(subgraphs.map(async ({ name, urls }) => [name, await stateOf(urls)] as const));
  return {
    status: states.every(([, state]) => state === 'up') ? 'ready' : 'degraded',
    subgraphs: Object.fromEntries(states),
  };
}

async function stateOf(urls: readonly string[]): Promise<SubgraphState> {
  const answers = await Promise.all(urls.map(readinessOf));
  return answers.includes('ready') ? 'up' : 'down';
}

/** `silent` is a process that may be there, and is too busy to say so. */
export type Readiness = 'ready' | 'not ready' | 'unreachable' | 'silent';

/** What the process behind a GraphQL URL says of itself. */
export async function readinessOf(url: string): Promise<Readiness> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const { statusCode, body } = await request(new URL('/ready', url), { signal });
    await body.dump();
    return statusCode === 200 ? 'ready' : 'not ready';
  } catch {
    return signal.aborted ? 'silent' : 'unreachable';
  }
}
