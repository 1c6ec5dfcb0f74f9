import { describe, expect, it, onTestFinished } from 'vitest';
import { startFixtureGraph } from './fixture-graph.ts';

describe('an operation whose time is up', () => {
  it('asks nobody more, and each call tells what was left', async () => {
    const graph = await startFixtureGraph({ env: { OPERATION_TIMEOUT_MS: '2000', SUBGRAPH_TIMEOUT_MS: '60000' } });
    onTestFinished(() => graph.stop());
    graph.reviews.answer = () => new Promise(() => undefined);
    const { body } = await graph.ask('{ products { name rating } }');
    expect(body.data).toEqual({
      products: [
        { name: 'Tray', rating: null },
        { name: 'Lamp', rating: null },
      ],
    });
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'SUBGRAPH_UNAVAILABLE', service: 'reviews' });
    const told = Number(graph.reviews.requests[0]?.headers['x-galleria-remaining-ms']);
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(2_000);
  });
});
