import { createHash } from 'node:crypto';
import { Writable } from 'node:stream';
import { createLogger } from '@galleria/kit/logger';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ENDS_HIVE, LOOPS_APOLLO, RANKED, THINGS } from '../engine/testing/hostile-graphs.ts';
import { composeLocal, localSubgraphs, type LocalSubgraph } from '../engine/testing/local-graph.ts';
import type { GraphEngine } from '../graph-engine.ts';
import { createSupergraphSource } from '../supergraph/supergraph-source.ts';
import type { PlanningOptions } from './graph-planner.ts';
import { createServedGraph } from './served-graph.ts';

const LIMITS = { depth: 15, aliases: 30, rootFields: 20, selections: 2_000 };

let served: GraphEngine | undefined;
let lines: Record<string, unknown>[] = [];
let offer: (sdl: string) => void = () => undefined;

afterEach(async () => served?.stop());

/** A served graph over subgraphs in this process, asked as by HTTP. */
async function serve(subgraphs: Readonly<Record<string, LocalSubgraph>>, planning: Partial<PlanningOptions> = {}) {
  lines = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  const logger = createLogger({ service: 'router', level: 'debug' }, stream);
  const watch = (onChange: (sdl: string) => void) => ((offer = onChange), () => undefined);
  const text = { sdl: composeLocal(subgraphs), watch };
  const answer = localSubgraphs(subgraphs);
  const graph = await createServedGraph({
    supergraph: createSupergraphSource({ text, urls: new Map(), logger }),
    fetch: async (service, { query, variables = {}, operationName }, { signal }) => {
      const request = { query, variables, operationName };
      const options = { kind: 'query', isForQuery: true, startedAt: 0, entities: undefined, place: () => [] } as const;
      return (await answer(service, request, { ...options, context: undefined, signal })) as object;
    },
    subscribe: () => Promise.reject(new Error('nobody subscribes here')),
    logger,
    planning: { choice: 'auto', timeoutMs: 50_000, memoryMib: 256, ...planning },
    limits: LIMITS,
    maxTokens: 4_000,
    maxObjects: 20_000,
    streams: { perViewer: 1, perAddress: 1, all: 1 },
    queryPlanCacheMib: 50,
    persistedOperations: [],
    allowedOperations: 'any',
    persistedQueryCacheMib: 1,
    usage: undefined,
    decidePolicies: async () => new Set(),
  });
  served = graph;
  return async (query: string): Promise<unknown> => {
    const { json } = await graph.execute({ query }, { trace: null, outcome: {}, onlyQueries: false } as never);
    return JSON.parse(json) as unknown;
  };
}

const processes = () => lines.flatMap((line) => (line['msg'] === 'plans with' ? [line['processes'] as number[]] : []));

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a served graph', () => {
  it('answers an operation that ends a planner, and those beside it, and says so in one line', async () => {
    const ask = await serve(ENDS_HIVE);
    const answers = await Promise.all([ask(THINGS), ask('{ count }'), ask('{ number: count }')]);
    expect(answers).toEqual([{ data: { things: [{ x: 42 }, {}] } }, { data: { count: 2 } }, { data: { number: 2 } }]);
    const told = lines.filter(({ level }) => level !== 'debug');
    expect(told).toMatchObject([
      {
        level: 'warn',
        planner: 'hive',
        operation: createHash('sha256').update(THINGS).digest('hex'),
        reason: expect.stringContaining('SIGABRT') as string,
      },
    ]);
  });

  it('refuses an operation for which a planner loops until its memory ends, and answers others', async () => {
    const ask = await serve(LOOPS_APOLLO, { memoryMib: 64 });
    const [loop, count] = await Promise.all([ask(RANKED), ask('{ count }')]);
    expect(count).toEqual({ data: { count: 2 } });
    expect(loop).toMatchObject({ errors: [{ extensions: { code: 'QUERY_PLAN_FAILED' } }] });
  });

  it('gives up an operation whose plan is late, and answers others', async () => {
    // So much memory does not end within so little time.
    const ask = await serve(LOOPS_APOLLO, { timeoutMs: 1_500, memoryMib: 4_096 });
    expect(await ask(RANKED)).toMatchObject({ errors: [{ extensions: { code: 'QUERY_PLAN_TIMEOUT' } }] });
    await vi.waitFor(async () => expect(await ask('{ count }')).toEqual({ data: { count: 2 } }), PATIENCE);
  });

  it('lets the planner of the graph before go', async () => {
    const ask = await serve(ENDS_HIVE);
    const [before = []] = processes();
    expect(before.map(isAlive)).toEqual([true]);
    offer(composeLocal(LOOPS_APOLLO));
    await vi.waitFor(() => expect(before.map(isAlive)).toEqual([false]), PATIENCE);
    expect(await ask('{ media { id } }')).toHaveProperty('data');
    await served?.stop();
    await vi.waitFor(() => expect(processes().flat().filter(isAlive)).toEqual([]), PATIENCE);
  });

  it('keeps its planner where a new graph is refused', async () => {
    await serve(ENDS_HIVE);
    const [before = []] = processes();
    const link = '@link(url: "https://specs.apollo.dev/encrypted/v0.1", for: SECURITY)';
    offer(composeLocal(ENDS_HIVE).replace('schema\n', `schema\n  ${link}\n`));
    await vi.waitFor(() => expect(lines).toContainEqual(expect.objectContaining({ level: 'error' })), PATIENCE);
    expect(processes()).toHaveLength(2);
    await vi.waitFor(() => expect(processes().flat().filter(isAlive)).toEqual(before), PATIENCE);
  });
});
