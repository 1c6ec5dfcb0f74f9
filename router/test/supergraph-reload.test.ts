import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { supergraphFile } from '../src/supergraph/supergraph-source.ts';
import { fixtureSupergraph, startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';

/** The same graph with one more field, as a new composition would give it. */
const FIRST = fixtureSupergraph();
const NAME = 'name: String @join__field(graph: PRODUCTS)';
const SECOND = FIRST.replace(NAME, `${NAME}\n  nick${NAME}`);

let graph: FixtureGraph;
let offer: (sdl: string) => void;
let unwatched = false;

beforeEach(async () => {
  expect(SECOND).not.toBe(FIRST);
  unwatched = false;
  graph = await startFixtureGraph({
    watch: (onChange) => {
      offer = onChange;
      return () => (unwatched = true);
    },
  });
});
afterEach(() => graph.stop());

describe('a new supergraph', () => {
  it('is served without a restart', async () => {
    expect(await typeOfProduct()).not.toMatchObject(WITH_NICKNAME);
    offer(SECOND);
    await vi.waitFor(async () => expect(await typeOfProduct()).toMatchObject(WITH_NICKNAME), PATIENCE);
    expect((await graph.ask('{ products { name available } }')).body.errors).toBeUndefined();
  });

  it.each([
    ['no GraphQL', '{'],
    ['no supergraph', 'type Query { a: Int }'],
    ['a supergraph that refers to nothing', FIRST.replace('type Product', 'type Produkt')],
  ])('that is %s is refused with a reason, and the old one goes on', async (_name, sdl) => {
    offer(sdl);
    const refused = { level: 'error', msg: expect.stringContaining('refused a new supergraph') as string };
    await vi.waitFor(() => expect(graph.lines).toContainEqual(expect.objectContaining(refused)), PATIENCE);
    expect((await graph.ask('{ products { name available } }')).body.errors).toBeUndefined();
  });

  it('is taken after one that was refused', async () => {
    offer('{');
    offer(SECOND);
    await vi.waitFor(async () => expect(await typeOfProduct()).toMatchObject(WITH_NICKNAME), PATIENCE);
  });

  it('does not come any more once the router has stopped', async () => {
    await graph.router.close();
    expect(unwatched).toBe(true);
  });
});

describe('the file of a supergraph', () => {
  it('is read again when it was replaced, but not while it is empty', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'galleria-supergraph-'));
    const file = join(folder, 'supergraph.graphql');
    writeFileSync(file, 'first');
    const seen: string[] = [];
    const text = supergraphFile(file, 20);
    const stop = text.watch?.((sdl) => seen.push(sdl));
    writeFileSync(file, '');
    writeFileSync(join(folder, 'next'), 'second');
    renameSync(join(folder, 'next'), file);
    await vi.waitFor(() => expect(seen).toContain('second'), PATIENCE);
    expect(seen).not.toContain('');
    stop?.();
    rmSync(folder, { recursive: true });
  });

  it('is read once when it is not to be watched', () => {
    const folder = mkdtempSync(join(tmpdir(), 'galleria-supergraph-'));
    writeFileSync(join(folder, 'supergraph.graphql'), FIRST);
    expect(supergraphFile(join(folder, 'supergraph.graphql'), 0)).toEqual({ sdl: FIRST });
    rmSync(folder, { recursive: true });
  });
});

async function typeOfProduct(): Promise<unknown> {
  return (await graph.ask('{ __type(name: "Product") { fields { name } } }')).body.data?.['__type'];
}

const WITH_NICKNAME = { fields: expect.arrayContaining([{ name: 'nickname' }]) as unknown };
