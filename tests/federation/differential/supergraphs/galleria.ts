import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { createWorld, type DataSeed, type SubgraphText, type World } from '../world/world.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');

/** Galleria's own supergraph, as it is committed, with made-up data in its subgraphs. */
export function galleriaWorld(data: DataSeed): World {
  const supergraph = readFileSync(join(ROOT, 'router/supergraph.graphql'), 'utf8');
  return createWorld({ subgraphs: galleriaSubgraphs(), supergraph, ...data });
}

function galleriaSubgraphs(): readonly SubgraphText[] {
  const { subgraphs } = parseYaml(readFileSync(join(ROOT, 'supergraph.yaml'), 'utf8')) as {
    subgraphs: Record<string, { schema: { file: string } }>;
  };
  return Object.entries(subgraphs).map(([name, { schema }]) => ({
    name,
    sdl: readFileSync(join(ROOT, schema.file), 'utf8'),
  }));
}
