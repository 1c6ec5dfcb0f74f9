import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { fixtureSupergraph, startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';

const NAMES = 'query Names { products { name } }';
const AVAILABLE = 'query Available($all: Boolean! = true) { products { id available @include(if: $all) } }';
const OLD = 'query Old { products { weight } }';

const folder = mkdtempSync(join(tmpdir(), 'galleria-operations-'));
let graph: FixtureGraph | undefined;
let offer: (sdl: string) => void = () => undefined;

afterEach(async () => {
  await graph?.stop();
  graph = undefined;
});

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');

function manifest(...texts: readonly string[]): string {
  const file = join(folder, `${hashOf(texts.join()).slice(0, 12)}.json`);
  const operations = texts.map((body) => ({
    id: hashOf(body),
    name: /\w+ (\w+)/.exec(body)?.[1] ?? '',
    type: 'query',
    body,
  }));
  writeFileSync(file, JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations }));
  return file;
}

async function start(env: Record<string, string>): Promise<FixtureGraph> {
  graph = await startFixtureGraph({ env, watch: (onChange) => ((offer = onChange), () => undefined) });
  return graph;
}

/** As clients ask that send no text. */
async function askByHash({ router }: FixtureGraph, text: string) {
  const payload = { extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(text) } } };
  const { statusCode, body } = await router.inject({ method: 'POST', url: '/graphql', payload });
  return { status: statusCode, body: JSON.parse(body) as unknown };
}

const codes = (...code: readonly string[]) => ({ errors: code.map((one) => ({ extensions: { code: one } })) });

describe('the operations that clients were built with', () => {
  it('are known by their hash before anybody has sent them', async () => {
    const served = await start({ PERSISTED_OPERATIONS: `${manifest(NAMES)},${manifest(AVAILABLE)}` });
    for (const text of [NAMES, AVAILABLE]) {
      expect(await askByHash(served, text)).toMatchObject({
        status: 200,
        body: { data: { products: expect.anything() as unknown } },
      });
    }
    expect(await askByHash(served, '{ products { id } }')).toMatchObject({ body: codes('PERSISTED_QUERY_NOT_FOUND') });
  });

  it('are named when the graph refuses them, and the others are answered', async () => {
    const served = await start({ PERSISTED_OPERATIONS: manifest(NAMES, OLD) });
    expect(served.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        operations: ['Old: Cannot query field "weight" on type "Product".'],
      }),
    );
    expect(await askByHash(served, NAMES)).toMatchObject({ status: 200 });
    expect(await askByHash(served, OLD)).toMatchObject({ body: codes('GRAPHQL_VALIDATION_FAILED') });
  });

  it('keep the graph that answers them, when a new one does not', async () => {
    const served = await start({ PERSISTED_OPERATIONS: manifest(NAMES, OLD) });
    offer(fixtureSupergraph().replace('  name: String @join__field', '  title: String @join__field'));
    await vi.waitFor(
      () =>
        expect(served.lines).toContainEqual(
          expect.objectContaining({
            msg: expect.stringContaining('refused a new supergraph') as string,
            err: expect.objectContaining({
              // What was refused before is no reason.
              message: 'it breaks persisted operations: Names: Cannot query field "name" on type "Product".',
            }) as unknown,
          }),
        ),
      PATIENCE,
    );
    expect(await askByHash(served, NAMES)).toMatchObject({ status: 200 });
  });

  it('are all that is answered, where nothing else is allowed', async () => {
    const served = await start({ PERSISTED_OPERATIONS: manifest(NAMES), ALLOWED_OPERATIONS: 'persisted' });
    expect(await askByHash(served, NAMES)).toMatchObject({ status: 200 });
    expect(await served.ask(NAMES)).toMatchObject({ status: 200 });
    const others = [`${NAMES} `, `# ${NAMES}`, '{ __typename }', '{ __schema { queryType { name } } }', AVAILABLE, OLD];
    for (const other of others) {
      expect(await served.ask(other)).toMatchObject({ status: 400, body: codes('OPERATION_NOT_PERSISTED') });
      const sha256Hash = hashOf(other);
      const payload = { query: other, extensions: { persistedQuery: { version: 1, sha256Hash } } };
      const learned = await served.router.inject({ method: 'POST', url: '/graphql', payload });
      expect(learned.json()).toMatchObject(codes('OPERATION_NOT_PERSISTED'));
      expect(await askByHash(served, other)).toMatchObject({ body: codes('PERSISTED_QUERY_NOT_FOUND') });
    }
  });

  it.each([
    ['is missing', () => join(folder, 'nowhere.json'), /nowhere\.json cannot be read/],
    ['is cut off', () => written('cut.json', '{ "format": '), /cut\.json is no JSON/],
    ['is something else', () => written('else.json', '{ "operations": [] }'), /else\.json is no manifest .* format/],
    [
      'gives an id to two texts',
      () =>
        `${manifest(NAMES)},${written('two.json', JSON.stringify({ ...EMPTY, operations: [{ id: hashOf(NAMES), name: 'Two', body: '{ a }' }] }))}`,
      /two\.json has another operation "Two" under the id .* of "Names"/,
    ],
  ])('stop the start when their file %s', async (_what, file, reason) => {
    await expect(start({ PERSISTED_OPERATIONS: file() })).rejects.toThrow(reason);
  });

  it.each([
    [{}, /it needs PERSISTED_OPERATIONS/],
    [{ PERSISTED_OPERATIONS: 'a.json', ROUTER_ENGINE: 'apollo' }, /the stock gateway .* answers any/],
  ])('cannot be all that is answered with %o', async (env, reason) => {
    await expect(start({ ALLOWED_OPERATIONS: 'persisted', ...env })).rejects.toThrow(reason);
  });
});

const EMPTY = { format: 'apollo-persisted-query-manifest', version: 1 };

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

afterAll(() => rmSync(folder, { recursive: true }));
