import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterEach, beforeAll, afterAll, describe, expect, it, vi } from 'vitest';
import { startScriptedGraph, type AskedSubgraph, type ScriptedGraph } from './scripted-graph.ts';
import { startTokenIssuer, type TokenIssuer } from './token-issuer.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n';
const SCHEMAS = {
  shop: `${LINK} type Query { product(id: ID!): Product } type Mutation { touch(id: ID!): Product }
    type Product @key(fields: "id") { id: ID! name: String }`,
  tags: `${LINK} type Query { ping(of: Int): Int } type Product @key(fields: "id") { id: ID! tag(kind: String): String }`,
  stock: `${LINK} type Product @key(fields: "id") { id: ID! available: Int }`,
};
const PRODUCT = { product: { __typename: 'Product', id: '1', name: 'Tray' } };

let issuer: TokenIssuer;
let graph: ScriptedGraph;
beforeAll(async () => void (issuer = await startTokenIssuer()));
afterAll(() => issuer.stop());
afterEach(() => graph.stop());

async function start(env: Record<string, string> = {}): Promise<void> {
  graph = await startScriptedGraph(SCHEMAS, { JWKS_URL: issuer.jwksUrl, ...env });
  graph.scripts['shop'] = () => ({ data: PRODUCT });
  graph.scripts['tags'] = tags;
  graph.scripts['stock'] = () => ({ data: { _entities: [{ available: 5 }] } });
  // Planned once, so that what is asked afterwards is under way at the same time.
  await Promise.all(Object.values(QUERIES).map((query) => ask(query)));
  for (const asked of Object.values(graph.asked)) asked.length = 0;
}

/** `ping`, each of which is another call, tells that the query has asked for its product, too. */
const QUERIES = {
  a: 'query ($of: Int) { product(id: "1") { id t: tag(kind: "a") available } ping(of: $of) }',
  b: 'query ($of: Int) { ping(of: $of) product(id: "1") { t: tag(kind: "b") id } }',
  none: 'query ($of: Int) { product(id: "1") { id word: tag(kind: "none") } ping(of: $of) }',
  named: 'query Named($of: Int) { product(id: "1") { name } ping(of: $of) }',
};

function tags({ query }: AskedSubgraph): unknown {
  if (query.includes('ping')) return { data: { ping: 1 } };
  const [, key = 'tag', kind] = /(\w+): tag\(kind: "(\w+)"/.exec(query) ?? [];
  if (kind !== 'none') return { data: { _entities: [{ [key]: kind }] } };
  return {
    data: { _entities: [{ [key]: null }] },
    errors: [{ message: 'There is none.', path: ['_entities', 0, key], extensions: { code: 'NO_TAG' } }],
  };
}

interface Body {
  readonly data?: unknown;
  readonly errors?: readonly { readonly path?: unknown; readonly extensions?: { readonly code?: unknown } }[];
}

let asks = 0;

async function ask(query: string, { signal, headers }: { signal?: AbortSignal; headers?: object } = {}) {
  const response = await fetch(graph.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables: { of: (asks += 1) } }),
    ...(signal === undefined ? {} : { signal }),
  });
  return (await response.json()) as Body;
}

/** A gate that holds what passes until it is opened. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

const pings = () => graph.asked['tags']!.filter(({ query }) => query.includes('ping')).length;
const calls = (name: string) => graph.asked[name]!.length;

/** Asks all of them, and lets shop answer when each has asked for its product. */
async function askTogether(queries: readonly (() => Promise<Body>)[]): Promise<Body[]> {
  const shop = gate();
  graph.scripts['shop'] = () => shop.opened.then(() => ({ data: PRODUCT }));
  const answers = queries.map((query) => query());
  await vi.waitFor(() => expect(pings()).toBe(queries.length), PATIENCE);
  shop.open();
  return Promise.all(answers);
}

describe('calls of a subgraph that are the same and under way at once', () => {
  it('are one for visitors, each of whom gets what they asked for and nothing of the others', async () => {
    await start();
    const stock = gate();
    graph.scripts['stock'] = () => stock.opened.then(() => ({ data: { _entities: [{ available: 5 }] } }));
    const answers = askTogether([
      () => ask(QUERIES.a),
      // What it writes into the product is there before the first one, which waits for its stock, is answered.
      () => ask(QUERIES.b).finally(stock.open),
      () => ask(QUERIES.none),
    ]);
    const [a, b, none] = await answers;
    expect(calls('shop')).toBe(1);
    expect(a).toEqual({ data: { product: { id: '1', t: 'a', available: 5 }, ping: 1 } });
    expect(b).toEqual({ data: { ping: 1, product: { t: 'b', id: '1' } } });
    expect(none?.data).toEqual({ product: { id: '1', word: null }, ping: 1 });
    expect(none?.errors).toMatchObject([{ path: ['product', 'word'], extensions: { code: 'NO_TAG' } }]);
  });

  it('fail for all who wait for them', async () => {
    await start({ SUBGRAPH_TIMEOUT_MS: '1000' });
    graph.scripts['shop'] = () => new Promise(() => undefined);
    const answers = await Promise.all([ask(QUERIES.a), ask(QUERIES.b)]);
    expect(calls('shop')).toBe(1);
    expect(answers).toMatchObject([
      { data: { product: null }, errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] },
      { data: { product: null }, errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] },
    ]);
  });

  it('are named in the log of who joined, as they are in that of the subgraph', async () => {
    await start();
    await askTogether([
      () => ask(QUERIES.named, { headers: { 'x-correlation-id': 'the-first' } }),
      () => ask(QUERIES.named, { headers: { 'x-correlation-id': 'the-second' } }),
    ]);
    const by = graph.asked['shop']!.map(({ headers }) => headers['x-correlation-id']);
    const other = by[0] === 'the-first' ? 'the-second' : 'the-first';
    const line = (correlationId: unknown) =>
      graph.lines.find((one) => one['msg'] === 'answered' && one['correlationId'] === correlationId);
    await vi.waitFor(() => expect(line(other)).toMatchObject({ joined: by }), PATIENCE);
    expect(line(by[0])).not.toHaveProperty('joined');
  });

  it('go on when one of those who wait goes, and end with the last', async () => {
    await start();
    const shop = gate();
    graph.scripts['shop'] = () => shop.opened.then(() => ({ data: PRODUCT }));
    graph.scripts['tags'] = () => (pings() === 1 ? new Promise(() => undefined) : { data: { ping: 1 } });
    const goes = new AbortController();
    const first = ask(QUERIES.named, { signal: goes.signal });
    await vi.waitFor(() => expect(pings()).toBe(1), PATIENCE);
    const second = ask(QUERIES.named);
    await vi.waitFor(() => expect(pings()).toBe(2), PATIENCE);
    goes.abort();
    await expect(first).rejects.toThrow();
    // A call that was the first one's alone.
    await graph.asked['tags']![0]!.left;
    shop.open();
    expect(await second).toEqual({ data: { product: { name: 'Tray' }, ping: 1 } });
    expect(calls('shop')).toBe(1);

    graph.scripts['shop'] = () => new Promise(() => undefined);
    const both = [new AbortController(), new AbortController()];
    const left = both.map(({ signal }) => ask(QUERIES.named, { signal }));
    await vi.waitFor(() => expect(pings()).toBe(4), PATIENCE);
    for (const one of both) one.abort();
    await Promise.allSettled(left);
    await graph.asked['shop']![1]!.left;
    expect(calls('shop')).toBe(2);
  });
});

describe('calls of a subgraph that are not shared', () => {
  const twice = (headers: readonly object[]) =>
    askTogether(headers.map((each) => () => ask(QUERIES.named, { headers: each })));
  const bearer = async (subject: string) => ({ authorization: `Bearer ${await issuer.issue({ subject })}` });

  it('are those of an account, unless that is wanted', async () => {
    await start();
    const ada = await bearer('ada');
    await twice([ada, ada, {}]);
    expect(calls('shop')).toBe(3);
    await graph.stop();
    await start({ SHARED_CALLS: 'all' });
    await twice([ada, ada, await bearer('bob'), {}]);
    expect(calls('shop')).toBe(3);
  });

  it('are all, where nobody wants that', async () => {
    await start({ SHARED_CALLS: 'none' });
    await twice([{}, {}]);
    expect(calls('shop')).toBe(2);
  });

  it('are those of the service that keeps sessions', async () => {
    await start({ SESSION_SERVICE: 'shop' });
    await twice([{}, {}]);
    expect(calls('shop')).toBe(2);
  });

  it('are changes, and what completes one', async () => {
    await start();
    const change = 'mutation { touch(id: "1") { t: tag(kind: "a") } }';
    graph.scripts['shop'] = () => ({ data: { touch: PRODUCT.product } });
    await Promise.all([ask(change), ask(change)]);
    expect(calls('shop')).toBe(2);
    expect(calls('tags')).toBe(2);
  });

  it('are those that were begun before a change had been answered', async () => {
    await start();
    const before = gate();
    graph.scripts['shop'] = async ({ query }) => {
      if (query.includes('touch')) return { data: { touch: PRODUCT.product } };
      if (calls('shop') > 1) return { data: { product: { ...PRODUCT.product, name: 'Changed' } } };
      await before.opened;
      return { data: PRODUCT };
    };
    const asksFirst = ask(QUERIES.named);
    await vi.waitFor(() => expect(calls('shop')).toBe(1), PATIENCE);
    await ask('mutation { touch(id: "1") { id } }');
    expect(await ask(QUERIES.named)).toMatchObject({ data: { product: { name: 'Changed' } } });
    before.open();
    expect(await asksFirst).toMatchObject({ data: { product: { name: 'Tray' } } });
  });
});
