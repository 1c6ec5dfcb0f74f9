import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import config from '../../codegen.ts';
import { fingerprint } from './fingerprints.ts';
import type { Generation } from './generation.ts';

/** Each subgraph's schema.graphql as a module, so that a bundled service holds its schema and reads no file. */
export function typeDefinitions(root: string): Generation[] {
  const own = Object.entries(config.generates).filter(([output]) => output.endsWith('/graphql.ts'));
  return own.map(([output, settings]) => {
    const { schema } = settings as { schema: string };
    const sdl = readFileSync(join(root, schema), 'utf8');
    const module = output.replace(/graphql\.ts$/, 'type-defs.ts');
    return {
      output: module,
      fingerprint: fingerprint(sdl),
      generate: async () => {
        mkdirSync(dirname(join(root, module)), { recursive: true });
        writeFileSync(join(root, module), `/** ${schema} */\nexport const typeDefs = ${JSON.stringify(sdl)};\n`);
      },
    };
  });
}
