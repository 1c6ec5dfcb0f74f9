import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { parse, Source } from 'graphql';
import config from '../../codegen.ts';
import { fingerprint } from './fingerprints.ts';
import { removeLeftovers } from './leftovers.ts';
import type { Generation } from './generation.ts';

/** Everything that codegen.ts describes: resolver types and typed operations. */
export function graphqlTypes(root: string): Generation[] {
  const generators = [
    'codegen.ts',
    'scripts/generate/operation-text-plugin.ts',
    'scripts/generate/possible-types-plugin.ts',
    'node_modules/@graphql-codegen/cli/package.json',
  ];
  const tools = generators.map((file) => readFileSync(join(root, file), 'utf8'));
  return Object.entries(config.generates).map(([output, settings]) => {
    const inputs = inputsOf(root, settings as Settings);
    return {
      output,
      fingerprint: fingerprint(
        JSON.stringify(settings),
        ...tools,
        ...inputs.map(({ name, body }) => `${name}\n${body}`),
      ),
      generate: async () => {
        // The generator calls a file with a syntax error empty; parsing it names the line.
        inputs.forEach((input) => parse(input));
        await ('preset' in settings ? generateBeside(root, output, settings) : generateOne(root, output));
      },
    };
  });
}

interface Settings {
  readonly schema: string;
  // A file, or a pattern for all below a folder, such as client/src/**/*.graphql
  readonly documents?: string;
}

function inputsOf(root: string, { schema, documents }: Settings): Source[] {
  const files = [schema, ...(documents === undefined ? [] : filesOf(root, documents))];
  return files.map((file) => new Source(readFileSync(join(root, file), 'utf8'), file));
}

function filesOf(root: string, pattern: string): string[] {
  const [folder = '', ending] = pattern.split('**/*');
  if (ending === undefined) return [pattern];
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => join(folder, file));
}

/** One setting, many outputs: a file beside each document. All are made again when any document changes. */
async function generateBeside(root: string, output: string, settings: object): Promise<void> {
  const { generate } = await import('@graphql-codegen/cli');
  const files = (await generate({ cwd: root, silent: true, generates: { [output]: settings } }, true)) as {
    filename: string;
  }[];
  const written = files.map(({ filename }) => relative(root, resolve(root, filename)));
  removeLeftovers(root, output, [...written, ...Object.keys(config.generates)]);
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
