import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, Source } from 'graphql';
import config from '../../codegen.ts';
import { fingerprint } from './fingerprints.ts';
import type { Generation } from './generation.ts';

/** Everything that codegen.ts describes: resolver types and typed operations. */
export function graphqlTypes(root: string): Generation[] {
  const generators = [
    'codegen.ts',
    'scripts/generate/operation-text-plugin.ts',
    'node_modules/@graphql-codegen/cli/package.json',
  ];
  const tools = generators.map((file) => readFileSync(join(root, file), 'utf8'));
  return Object.entries(config.generates).map(([output, settings]) => {
    if ('preset' in settings) return nearOperations(root, output, settings, tools);
    const { schema, documents } = settings as { schema: string; documents?: string };
    const files = documents === undefined ? [schema] : [schema, documents];
    const inputs = files.map((file) => new Source(readFileSync(join(root, file), 'utf8'), file));
    return {
      output,
      fingerprint: fingerprint(JSON.stringify(settings), ...tools, ...inputs.map(({ body }) => body)),
      generate: async () => {
        // The generator calls a file with a syntax error empty; parsing it names the line.
        inputs.forEach((input) => parse(input));
        await generateOne(root, output);
      },
    };
  });
}

/** One setting, many outputs: a file beside each document below a folder. All are made again when any document changes. */
function nearOperations(root: string, output: string, settings: object, tools: readonly string[]): Generation {
  const { schema } = settings as { schema: string };
  const documents = readdirSync(join(root, output), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => join(output, file));
  const inputs = [schema, ...documents].map((file) => new Source(readFileSync(join(root, file), 'utf8'), file));
  return {
    output,
    fingerprint: fingerprint(JSON.stringify(settings), ...tools, ...inputs.map(({ name, body }) => `${name}\n${body}`)),
    generate: async () => {
      inputs.forEach((input) => parse(input));
      const { generate } = await import('@graphql-codegen/cli');
      await generate({ cwd: root, silent: true, generates: { [output]: settings } }, true);
    },
  };
}

async function generateOne(root: string, output: string): Promise<void> {
  // Loading the generator takes 2 s: only when something is stale.
  const { generate } = await import('@graphql-codegen/cli');
  const settings = config.generates[output];
  if (settings === undefined) return;
  const files = (await generate({ cwd: root, silent: true, generates: { [output]: settings } }, false)) as {
    content: string;
  }[];
  const path = join(root, output);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `/* eslint-disable */\n${files.map(({ content }) => content).join('\n')}`);
}
