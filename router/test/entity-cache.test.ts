import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startScriptedGraph, type AskedSubgraph, type ScriptedGraph } from './scripted-graph.ts';
import { startTokenIssuer, type TokenIssuer } from './token-issuer.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n';
const SCHEMAS = {
  shop: `${LINK} type Query { products(ids: [ID!]!): [Product!] } type Mutation { touch(ids: [ID!]!): [Product!] }
    type Product @key(fields: "id") { id: ID! }`,
  stock: `${LINK} type Product @key(fields: "id") { id: ID! available(of: Int): Int batch: Batch }
    type Batch { number: Int }`,
};
const QUERY = 'query ($ids: [ID!]!) { products(ids: $ids) { id available } }';

let issuer: TokenIssuer;
let graph: ScriptedGraph;
/** What there is of each product, and what stock says in Cache-Control. */
let levels: Record<string, number | null>;
let kept: string | undefined;
let held: Promise<void> | undefined;

beforeAll(async () => void (issuer = await startTokenIssuer()));
afterAll(() => issuer.stop());
beforeEach(() => start());
afterEach(async () => {
  vi.useRealTimers();
  await graph.stop();
});

async function start(env: Record<string, string> = { ENTITY_CACHE_MIB: '1' }): Promise<void> {
  graph = await startScriptedGraph(SCHEMAS, { JWKS_URL: issuer.jwksUrl, ...env });
  levels = { 1: 10, 2: 20, 3: 30, 4: 40 };
  kept = 'max-age=5, public';
  held = undefined;
  graph.scripts['shop'] = ({ query, variables, reply }) => {
    void reply.header('cache-control', 'max-age=60, public');
    const ids = variables['ids'] as string[];
    const products = ids.map((id) => ({ __typename: 'Product', id }));
    return { data: query.includes('touch') ? { touch: products } : { products } };
  };
  graph.scripts['stock'] = async (asked) => {
    await held;
    if (kept !== undefined) void asked.reply.header('cache-control', kept);
    return stockAnswer(asked);
  };
}

/** An error for what there is no number of. */
function stockAnswer(asked: AskedSubgraph): object {
  const entities = idsOf(asked).map((id) => ({ available: levels[id] ?? null, batch: { number: Number(id) } }));
  const errors = entities.flatMap(({ available }, index) =>
    available === null
      ? [{ message: 'Gone.', path: ['_entities', index, 'available'], extensions: { code: 'GONE' } }]
      : [],
  );
  return { data: { _entities: entities }, ...(errors.length > 0 && { errors }) };
}

function idsOf({ variables }: AskedSubgraph): string[] {
  return Object.values(variables).flatMap((value) =>
    Array.isArray(value) ? (value as { id: string }[]).map(({ id }) => id) : [],
  );
}

/** About which products stock was asked, call by call. */
const asked = () => graph.asked['stock']!.map(idsOf);

async function ask(ids: readonly string[], { query = QUERY, headers = {} }: { query?: string; headers?: object } = {}) {
  const payload = { query, variables: { ids } };
  const response = await graph.router.inject({ method: 'POST', url: '/graphql', headers: { ...headers }, payload });
  const body = response.json<{ data: { products: unknown }; errors?: readonly object[] }>();
  return { products: body.data.products, errors: body.errors, kept: response.headers['cache-control'] };
}

const of = (...ids: readonly string[]) => ids.map((id) => ({ id, available: levels[id] }));

/** Whoever comes at the same time is told the same, once it is known that what is asked may be kept. */
async function learn(): Promise<void> {
  await ask(['4']);
  graph.asked['stock']!.length = 0;
}

describe('entities that a service says to be for everybody', () => {
  it('are asked for once by visitors, whichever of them a query is about', async () => {
    expect((await ask(['1', '2'])).products).toEqual(of('1', '2'));
    expect((await ask(['3', '2', '1'])).products).toEqual(of('3', '2', '1'));
    expect((await ask(['2'])).products).toEqual(of('2'));
    expect(asked()).toEqual([['1', '2'], ['3']]);
  });

  it('are told as they were, until that is too old, and no longer', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    expect((await ask(['1'])).kept).toBe('public, max-age=5');
    levels['1'] = 9;
    vi.setSystemTime(Date.now() + 3_000);
    expect(await ask(['1'])).toMatchObject({ products: [{ available: 10 }], kept: 'public, max-age=2' });
    // As old as the oldest of them.
    expect(await ask(['1', '2'])).toMatchObject({ products: [{ available: 10 }, {}], kept: 'public, max-age=2' });
    vi.setSystemTime(Date.now() + 2_000);
    expect(await ask(['1'])).toMatchObject({ products: [{ available: 9 }], kept: 'public, max-age=5' });
    expect(asked()).toEqual([['1'], ['2'], ['1']]);
  });

  it('are others for another selection, or with another argument', async () => {
    const other = 'query ($ids: [ID!]!, $of: Int = 2) { products(ids: $ids) { id available(of: $of) } }';
    const deeper = 'query ($ids: [ID!]!) { products(ids: $ids) { id batch { number } } }';
    for (const query of [QUERY, QUERY, other, other, deeper, deeper]) await ask(['1'], { query });
    expect(asked()).toEqual([['1'], ['1'], ['1']]);
  });

  it('are asked for once by all who come at the same time', async () => {
    await learn();
    let answer: () => void = () => undefined;
    held = new Promise((resolve) => (answer = resolve));
    const first = ask(['1', '2']);
    await vi.waitFor(() => expect(asked()).toEqual([['1', '2']]), PATIENCE);
    const second = ask(['2', '3']);
    await vi.waitFor(() => expect(asked()).toEqual([['1', '2'], ['3']]), PATIENCE);
    const third = ask(['3', '1', '2', '4']);
    answer();
    expect((await first).products).toEqual(of('1', '2'));
    expect((await second).products).toEqual(of('2', '3'));
    expect((await third).products).toEqual(of('3', '1', '2', '4'));
    expect(asked()).toEqual([['1', '2'], ['3']]);
  });

  it('are there while the service is away', async () => {
    await ask(['1']);
    graph.scripts['stock'] = ({ reply }) => reply.hijack().raw.destroy();
    expect(await ask(['1'])).toMatchObject({ products: of('1'), errors: undefined });
    expect((await ask(['2'])).errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
  });
});

describe('entities that nobody keeps', () => {
  it.each([undefined, 'no-store', 'max-age=5, private', 'max-age=5'])(
    'are those of an answer with %s',
    async (said) => {
      kept = said;
      expect((await ask(['1'])).products).toEqual(of('1'));
      expect((await ask(['1'])).products).toEqual(of('1'));
      expect(asked()).toEqual([['1'], ['1']]);
    },
  );

  it('are those that come with an error, which stands where it belongs', async () => {
    await learn();
    levels['3'] = null;
    await ask(['1']);
    const { products, errors } = await ask(['1', '3']);
    expect(products).toEqual(of('1', '3'));
    expect(errors).toMatchObject([{ path: ['products', 1, 'available'], extensions: { code: 'GONE' } }]);
    levels['3'] = 30;
    expect((await ask(['1', '3'])).products).toEqual(of('1', '3'));
  });

  it('are those of an account, to whom what was kept is not told either', async () => {
    const headers = { authorization: `Bearer ${await issuer.issue({ subject: 'ada' })}` };
    await ask(['1']);
    levels['1'] = 9;
    expect((await ask(['1'], { headers })).products).toEqual([{ id: '1', available: 9 }]);
    expect((await ask(['1'])).products).toEqual([{ id: '1', available: 10 }]);
  });

  it('are those that complete a change', async () => {
    await ask(['1']);
    await ask(['1'], { query: 'mutation ($ids: [ID!]!) { touch(ids: $ids) { id available } }' });
    expect(asked()).toEqual([['1'], ['1']]);
  });

  it('are those of the service that keeps sessions', async () => {
    await graph.stop();
    await start({ ENTITY_CACHE_MIB: '1', SESSION_SERVICE: 'stock' });
    await ask(['1']);
    await ask(['1']);
    expect(asked()).toEqual([['1'], ['1']]);
  });

  it('are all, unless that is wanted', async () => {
    await graph.stop();
    await start({});
    await ask(['1']);
    await ask(['1']);
    expect(asked()).toEqual([['1'], ['1']]);
  });

  it('are those for which there is no room', async () => {
    await graph.stop();
    await start({ ENTITY_CACHE_MIB: '0.0009' });
    for (const ids of [['1'], ['2'], ['3'], ['1']]) await ask(ids);
    expect(asked()).toEqual([['1'], ['2'], ['3'], ['1']]);
  });
});
