import { afterEach, describe, expect, it } from 'vitest';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';

let graph: FixtureGraph;
afterEach(() => graph.stop());

interface Call {
  readonly service: string;
  readonly ms: number;
  readonly ok: boolean;
  readonly paths: readonly string[];
}

async function traceOf(query: string): Promise<Call[] | undefined> {
  const { body } = await graph.ask(query);
  return (body as { extensions?: { trace: Call[] } }).extensions?.trace;
}

describe('the trace of a request', () => {
  it('tells, in development, which services filled what, how long it took and what failed', async () => {
    graph = await startFixtureGraph({ env: { NODE_ENV: 'development' } });
    await graph.stopSubgraph('reviews');
    const calls = await traceOf('{ all: products { name available rating } }');
    expect(calls?.[0]).toMatchObject({ service: 'products', ok: true, paths: ['all'] });
    expect(calls?.slice(1).sort((a, b) => a.service.localeCompare(b.service))).toMatchObject([
      { service: 'reviews', ok: false, paths: ['all.@.rating'] },
      { service: 'stock', ok: true, paths: ['all.@.available'] },
    ]);
    for (const { ms } of calls ?? []) expect(ms).toBeGreaterThan(0);
  });

  it('counts an answer with errors as failed', async () => {
    graph = await startFixtureGraph({ env: { NODE_ENV: 'development' } });
    expect(await traceOf('{ forbidden }')).toMatchObject([{ service: 'products', ok: false, paths: ['forbidden'] }]);
    expect(await traceOf('{ __typename }')).toEqual([]);
  });

  it.each(['production', 'test'])('is nobody’s business in %s', async (NODE_ENV) => {
    graph = await startFixtureGraph({ env: { NODE_ENV } });
    expect(await traceOf('{ products { name } }')).toBeUndefined();
  });
});
