import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fingerprint } from './fingerprints.ts';
import type { Generation } from './generation.ts';

/** Each subgraph's SDL as a module, so that a bundled service carries its schema and reads no file at start. */
export function typeDefs(root: string): Generation[] {
  return readdirSync(join(root, 'subgraphs')).map((name) => {
    const sdl = readFileSync(join(root, 'subgraphs', name, 'schema.graphql'), 'utf8');
    const output = `subgraphs/${name}/src/generated/type-defs.ts`;
    return {
      output,
      fingerprint: fingerprint(sdl),
      generate: async () => {
        mkdirSync(dirname(join(root, output)), { recursive: true });
        writeFileSync(join(root, output), `export const typeDefs = ${JSON.stringify(sdl)};\n`);
      },
    };
  });
}
