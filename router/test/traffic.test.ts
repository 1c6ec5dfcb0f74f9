import { PATIENCE } from '@galleria/platform/testing/patience';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';

const NAMES_AND_RATINGS = '{ products { name rating } }';
const NAMES_ALONE = {
  products: [
    { name: 'Tray', rating: null },
    { name: 'Lamp', rating: null },
  ],
};

describe('a subgraph that is asked more than it may be', () => {
  it('makes a hole with a code of its own, at once, and takes nothing from the others', async () => {
    const graph = await start({ SUBGRAPH_CONCURRENCY: '1', SUBGRAPH_QUEUE: '0', SUBGRAPH_TIMEOUT_MS: '60000' });
    const answers: (() => void)[] = [];
    graph.reviews.answer = () =>
      new Promise((resolve) => answers.push(() => resolve({ data: { review: { text: 'fine' } } })));
    const first = graph.ask('{ review { text } }');
    await vi.waitFor(() => expect(answers).toHaveLength(1), PATIENCE);
    const { status, body } = await graph.ask(NAMES_AND_RATINGS);
    expect([status, body.data]).toEqual([200, NAMES_ALONE]);
    expect(body.errors?.map(({ extensions }) => extensions)).toEqual([
      { code: 'SUBGRAPH_OVERLOADED', service: 'reviews' },
    ]);
    for (const answer of answers) answer();
    expect((await first).body).toEqual({ data: { review: { text: 'fine' } } });
  });
});

describe('a subgraph that does not answer any more', () => {
  const unavailable = { code: 'SUBGRAPH_UNAVAILABLE', service: 'reviews' };

  it('keeps nobody waiting after a while', async () => {
    const graph = await start({
      ...{ SUBGRAPH_TIMEOUT_MS: '1000', SUBGRAPH_BREAKER_FAILURES: '2', SUBGRAPH_BREAKER_OPEN_MS: '300000' },
    });
    graph.reviews.answer = () => new Promise(() => undefined);
    for (let call = 0; call < 5; call += 1) {
      const { body } = await graph.ask('{ review { text } }');
      expect(body.errors?.[0]?.extensions).toEqual(unavailable);
    }
    expect(graph.reviews.requests).toHaveLength(2);
    expect(graph.lines).toContainEqual(expect.objectContaining({ service: 'reviews', breaker: 'open' }));
  });

  it('is asked again when it answers again', async () => {
    const graph = await start({
      ...{ SUBGRAPH_TIMEOUT_MS: '2000', SUBGRAPH_BREAKER_FAILURES: '1', SUBGRAPH_BREAKER_OPEN_MS: '1' },
    });
    graph.reviews.answer = () => new Promise(() => undefined);
    expect((await graph.ask('{ review { text } }')).body.errors?.[0]?.extensions).toEqual(unavailable);
    graph.reviews.answer = () => ({ data: { review: { text: 'back' } } });
    await vi.waitFor(async () => {
      expect((await graph.ask('{ review { text } }')).body).toEqual({ data: { review: { text: 'back' } } });
    }, PATIENCE);
    expect(graph.lines).toContainEqual(expect.objectContaining({ service: 'reviews', breaker: 'closed' }));
  });
});

async function start(env: Record<string, string>): Promise<FixtureGraph> {
  const graph = await startFixtureGraph({ env });
  onTestFinished(() => graph.stop());
  return graph;
}
