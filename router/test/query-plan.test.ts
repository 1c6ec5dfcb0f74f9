import { afterEach, describe, expect, it } from 'vitest';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';

const HEADERS = { 'x-galleria-query-plan': 'true' };

let graph: FixtureGraph;
afterEach(() => graph.stop());

async function planOf(query: string, headers: Record<string, string> = HEADERS): Promise<unknown> {
  const { body } = await graph.ask(query, { headers });
  return (body as { extensions?: { plan?: unknown } }).extensions?.plan;
}

describe('the plan of an operation', () => {
  it('is in the answer, in development, for a client that asks for it', async () => {
    graph = await startFixtureGraph({ env: { NODE_ENV: 'development' } });
    const product = { service: 'products', kind: 'query' };
    const stock = { service: 'stock', kind: 'query', text: expect.stringContaining('_entities') };
    expect(await planOf('{ products { name available } }')).toMatchObject([
      { root: { kind: 'sequence', nodes: [{ operation: product }, { operation: stock }] } },
    ]);
    expect(await planOf('{ __typename }')).toEqual([{}]);
    expect(await planOf('{ nothing }')).toBeUndefined();
    expect(await planOf('{ products { name } }', {})).toBeUndefined();
  });

  it('has one for each field of a mutation', async () => {
    graph = await startFixtureGraph({ env: { NODE_ENV: 'development' } });
    const plans = await planOf(
      'mutation { a: rename(id: "1", name: "a") { id } b: rename(id: "2", name: "b") { id } }',
    );
    expect(plans).toMatchObject([{ root: { kind: 'root-fetch' } }, { root: { kind: 'root-fetch' } }]);
  });

  it('is nobody’s business in production', async () => {
    graph = await startFixtureGraph({ env: { NODE_ENV: 'production' } });
    expect(await planOf('{ products { name } }')).toBeUndefined();
  });
});
