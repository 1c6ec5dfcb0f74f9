import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE } from '@galleria/platform/testing/patience';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { supergraphFile } from '../src/supergraph/supergraph-source.ts';
import { fixtureSupergraph, startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';

const FILE = 'supergraph.graphql';
/** What the router does unless told otherwise. */
const POLL_MS = 500;
const NAME = 'name: String @join__field(graph: PRODUCTS)';
/** The same graph, and the same number of bytes, with one more field of this name. */
const withField = (field: string) =>
  fixtureSupergraph().replace(NAME, `${NAME}\n  ${field}: String @join__field(graph: PRODUCTS)`);

let mount: string;
let graph: FixtureGraph;
let generation: number;

beforeEach(async () => {
  mount = mkdtempSync(join(tmpdir(), 'galleria-configmap-'));
  generation = 0;
  swap(fixtureSupergraph());
  symlinkSync(join('..data', FILE), join(mount, FILE));
  graph = await startFixtureGraph({ watch: supergraphFile(join(mount, FILE), POLL_MS).watch });
});
afterEach(async () => {
  await graph.stop();
  rmSync(mount, { recursive: true });
});

describe('a supergraph in a ConfigMap', () => {
  it('is served after each swap, also when it is older and of the same size', async () => {
    for (const field of ['field1', 'field2', 'field3']) {
      swap(withField(field));
      await vi.waitFor(async () => expect(await fields()).toContain(field), PATIENCE);
    }
    swap(fixtureSupergraph());
    await vi.waitFor(async () => expect(await fields()).not.toContain('field3'), PATIENCE);
  });

  it('that is broken is refused once, and the old one goes on until one comes that is not', async () => {
    swap(withField('field1').replace('type Product', 'type Produkt'));
    await vi.waitFor(() => expect(refusals()).toBe(1), PATIENCE);
    expect(await fields()).not.toContain('field1');
    swap(withField('field2'));
    await vi.waitFor(async () => expect(await fields()).toContain('field2'), PATIENCE);
    expect(refusals()).toBe(1);
  });

  it('may be away for a moment', async () => {
    rmSync(join(mount, '..data'));
    expect(await fields()).toContain('name');
    swap(withField('field1'));
    await vi.waitFor(async () => expect(await fields()).toContain('field1'), PATIENCE);
    expect(refusals()).toBe(0);
  });

  it('is told of a second after it was complete, and once however often it is written', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const seen: string[] = [];
    const stop = supergraphFile(join(mount, FILE), POLL_MS).watch?.((sdl) => seen.push(sdl));
    const look = () => vi.advanceTimersByTime(POLL_MS);
    const next = withField('field1');
    swap(next.slice(0, next.lastIndexOf('\ntype ')));
    look();
    swap(next);
    look();
    expect(seen).toEqual([]);
    look();
    expect(seen).toEqual([next]);
    swap(next);
    look();
    look();
    expect(seen).toEqual([next]);
    stop?.();
  });
});

/** As the kubelet does it: everything in a new folder, a new link beside the old, and the new one moved over it. */
function swap(sdl: string): void {
  generation += 1;
  const folder = `..2026_01_01_00_00_0${generation}`;
  mkdirSync(join(mount, folder));
  const file = join(mount, folder, FILE);
  writeFileSync(file, sdl);
  // Each older than the one before.
  utimesSync(file, 1_700_000_000 - generation, 1_700_000_000 - generation);
  symlinkSync(folder, join(mount, '..data_tmp'));
  renameSync(join(mount, '..data_tmp'), join(mount, '..data'));
  if (generation > 1) rmSync(join(mount, `..2026_01_01_00_00_0${generation - 1}`), { recursive: true });
}

function refusals(): number {
  return graph.lines.filter(({ msg }) => String(msg).includes('refused a new supergraph')).length;
}

async function fields(): Promise<string[]> {
  const { body } = await graph.ask('{ __type(name: "Product") { fields { name } } }');
  const type = body.data?.['__type'] as { readonly fields: readonly { readonly name: string }[] };
  return type.fields.map(({ name }) => name);
}
