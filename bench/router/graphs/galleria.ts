import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { concatAST, parse, print, separateOperations, visit, type DocumentNode } from 'graphql';
import { galleriaWorld } from '../../../tests/federation/differential/supergraphs/galleria.ts';
import type { BenchGraph } from './bench-graph.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const SEED = 1;

/** What the storefront asks where most of its visitors are. */
const ASKED = {
  CatalogPage: { first: 24, inCategory: true, category: 'lighting' },
  ProductPage: { slug: 'lamp' },
  OrderPage: { id: 'order' },
};

/** Galleria's own supergraph over made-up data, and operations of the storefront. */
export function galleria(): BenchGraph {
  const world = galleriaWorld({ seed: SEED, faultPercent: 0 });
  const operations = separateOperations(storefrontDocument());
  return {
    name: 'galleria',
    supergraph: world.supergraph,
    operations: Object.entries(ASKED).map(([name, variables]) => {
      const document = operations[name];
      if (document === undefined) throw new Error(`the storefront has no operation ${name}`);
      return { name, request: { query: print(document), variables, operationName: name } };
    }),
    ask: async (subgraph, request) => world.ask(subgraph)(request),
  };
}

/** Every operation and fragment of the storefront, without what only its own client reads. */
function storefrontDocument(): DocumentNode {
  const folder = join(ROOT, 'client/src');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.graphql'));
  const document = concatAST(
    files.map((file) => parse(readFileSync(join(folder, file), 'utf8'), { noLocation: true })),
  );
  return visit(document, { Directive: ({ name }) => (name.value === 'unmask' ? null : undefined) });
}
