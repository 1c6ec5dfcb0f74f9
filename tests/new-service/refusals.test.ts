import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSubgraph } from '../../scripts/new/subgraph/subgraph.ts';
import { copyGalleria, type Copy } from '../guides/temporary-copy.ts';

const ASKED = { service: 'wishlist', entity: 'Wishlist' };
let copy: Copy;
let before: readonly string[];

beforeAll(() => {
  copy = copyGalleria();
  before = everyFile();
});
afterAll(() => copy.remove());

/** With the time of its last change. */
function everyFile(): string[] {
  return ['.', 'subgraphs', 'prisma', 'packages/events', 'deploy', 'docs', 'tests/consumers', 'tests/security'].flatMap(
    (folder) =>
      readdirSync(join(copy.root, folder), { recursive: folder !== '.', encoding: 'utf8' })
        .map((name) => join(folder, name))
        .filter((file) => statSync(join(copy.root, file)).isFile())
        .map((file) => `${file} ${statSync(join(copy.root, file)).mtimeMs}`),
  );
}

describe('a service is refused, with nothing written,', () => {
  it.each([
    ['that there is', 'users', 'Wishlist', 'There is a service users already; there are users, '],
    ['of the name of another workspace', 'kit', 'Wishlist', 'another workspace or process'],
    ['of the name of what runs beside', 'postgres', 'Wishlist', 'another workspace or process'],
    ['of a word of the language', 'class', 'Wishlist', "a word of JavaScript's"],
    ['whose contracts would replace others', 'values', 'Wishlist', 'already where the service would be'],
    ['whose code would have one name for two things', 'service', 'Wishlist', 'createServiceApp'],
    ['with a type that the graph has', 'wishlist', 'Order', 'The graph has Order already: subgraphs/'],
    ['with a field that the graph has', 'wishlist', 'Brand', 'already: subgraphs/products/schema.graphql'],
    ['with an entity that is a word of the language', 'wishlist', 'Date', "Date is a word of JavaScript's"],
    ['with an entity that its code knows as something else', 'wishlist', 'Customer', 'CustomerRepository'],
  ])('%s: %s with %s', async (_why, service, entity, reason) => {
    await expect(createSubgraph(copy.root, { service, entity })).rejects.toThrow(reason);
    expect(everyFile()).toEqual(before);
  });

  it('where something of it is there already', async () => {
    mkdirSync(join(copy.root, 'prisma/wishlist'));
    await expect(createSubgraph(copy.root, ASKED)).rejects.toThrow('the service would be: prisma/wishlist.');
    rmSync(join(copy.root, 'prisma/wishlist'), { recursive: true });
    expect(everyFile()).toEqual(before);
  });

  it('where a list of services is not as this program knows it', async () => {
    const [file, text] = ['docs/guides/docker.md', copy.read('docs/guides/docker.md')];
    writeFileSync(join(copy.root, file), text.replace('| `full`', '| `most`'));
    const changed = everyFile();
    await expect(createSubgraph(copy.root, ASKED)).rejects.toThrow(`${file} has no place any more`);
    expect(everyFile()).toEqual(changed);
  });
});
