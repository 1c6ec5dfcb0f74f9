import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';

const SECRETS = /https?:|127\.0\.0\.1|10\.0\.0\.7|hunter2|ECONN|stack|select |\.ts|node_modules/i;

let graph: FixtureGraph;
beforeAll(async () => {
  graph = await startFixtureGraph();
});
afterAll(() => graph.stop());
beforeEach(() => {
  graph.reviews.status = 200;
});

describe('an error of a subgraph', () => {
  it('keeps its stable code and message, and names the service', async () => {
    const { body } = await graph.ask('{ forbidden }');
    expect(body.errors?.[0]).toMatchObject({
      path: ['forbidden'],
      extensions: { code: 'FORBIDDEN', service: 'products' },
    });
  });

  it('keeps its reason when that is a code', async () => {
    graph.reviews.answer = () => ({ data: null, errors: [error({ code: 'TOO_LATE', reason: 'SHOP_CLOSED' })] });
    expect(await extensions()).toEqual({ code: 'TOO_LATE', reason: 'SHOP_CLOSED', service: 'reviews' });
  });

  it('is masked when it is a defect, and the log has it', async () => {
    const { body, text } = await graph.ask('{ broken products { name } }', {
      headers: { 'x-correlation-id': 'defect-1' },
    });
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', service: 'products' });
    expect(body.data).toMatchObject({ broken: null, products: [{ name: 'Tray' }, { name: 'Lamp' }] });
    expect(text).not.toMatch(SECRETS);
    const logged = graph.lines.filter(({ correlationId }) => correlationId === 'defect-1');
    expect(JSON.stringify(logged)).toContain('hunter2');
  });

  it.each([
    ['without a code', {}],
    ['with a code that is a sentence', { code: 'select * from users' }],
    ['about the router’s document', { code: 'GRAPHQL_VALIDATION_FAILED' }],
    ['with a code of the gateway', { code: 'DOWNSTREAM_SERVICE_ERROR' }],
  ])('%s is masked', async (_name, given) => {
    graph.reviews.answer = () => ({
      data: null,
      errors: [
        { message: 'select password from http://10.0.0.7', extensions: { ...given, stacktrace: ['at x.ts:1'] } },
      ],
    });
    const { body, text } = await graph.ask('{ review { text } }');
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', service: 'reviews' });
    expect(text).not.toMatch(SECRETS);
  });

  it('loses every extension but code, reason and service', async () => {
    graph.reviews.answer = () => ({
      data: null,
      errors: [
        error({
          code: 'TOO_LATE',
          reason: 'see http://10.0.0.7',
          url: 'http://10.0.0.7',
          exception: { stacktrace: [] },
        }),
      ],
    });
    expect(await extensions()).toEqual({ code: 'TOO_LATE', service: 'reviews' });
  });

  it('that says the router’s signature is wrong is a defect of ours, not the client’s', async () => {
    graph.reviews.status = 401;
    graph.reviews.answer = () => ({ errors: [error({ code: 'UNAUTHENTICATED' })] });
    const { status, body } = await graph.ask('{ review { text } }');
    expect(status).toBe(200);
    expect(body.errors?.[0]?.extensions?.['code']).toBe('INTERNAL_SERVER_ERROR');
  });
});

describe('an answer that does not fit the schema', () => {
  it('is an error at the place of the hole, without the gateway’s words for it', async () => {
    graph.reviews.answer = () => ({ data: { review: { text: null } } });
    const { body } = await graph.ask('{ review { text } }');
    expect(body.data).toEqual({ review: null });
    expect(body.errors?.[0]).toMatchObject({ extensions: { code: 'INTERNAL_SERVER_ERROR' } });
    expect(body).not.toHaveProperty('extensions');
  });
});

function error(extensions: Record<string, unknown>) {
  return { message: 'The shop is closed.', path: ['review'], extensions };
}

async function extensions() {
  const { body } = await graph.ask('{ review { text } }');
  return body.errors?.[0]?.extensions;
}
