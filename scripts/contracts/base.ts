import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, normalize, relative, resolve } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import { toError } from '@galleria/kit/errors';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { parse } from 'yaml';
import { composeSupergraph, type ParsedSubgraph } from '../compose/composition.ts';
import { CompositionError } from '../compose/problem.ts';
import { readText } from '../compose/schema-text.ts';
import { readSupergraphConfig, type SupergraphConfig } from '../compose/supergraph-config.ts';
import { CannotRun } from './check.ts';
import { askGit, filesOfCommit } from './git.ts';
import type { Graph } from './graph.ts';

/** The graph as it was before. */
export interface Base {
  /** As a person would name it. */
  readonly name: string;
  readonly apiSchema: GraphQLSchema;
  /** Undefined where only the schema of the API is known. */
  readonly supergraphSdl: string | undefined;
  /** None where only the schema of the API is known. */
  readonly subgraphs: readonly ParsedSubgraph[];
}

interface BaseSettings {
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A commit (branch, tag), a file or a folder; undefined for the first of the usual branches that there is. */
  readonly given: string | undefined;
  readonly graph: () => Promise<Graph>;
}

const USUAL = ['origin/main', 'origin/master', 'main', 'master'];

/** Loads what was there before; undefined when nothing was named and nothing usual is there. */
export async function loadBase(settings: BaseSettings): Promise<Base | undefined> {
  const { root, given } = settings;
  for (const name of given === undefined ? USUAL : [given]) {
    const commit = await parting(root, name);
    if (commit !== undefined) return loadCommit(settings, name, commit);
  }
  if (given === undefined) return undefined;
  const path = resolve(root, given);
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return loadFolder(settings, given, join(path, 'supergraph.yaml'));
  if (found?.isFile() === true) return loadFile(settings, given, path);
  throw new CannotRun(
    `There is no commit, file or folder "${given}" to compare with. A branch of another machine has to be fetched first ` +
      `(git fetch origin main); in a pipeline the checkout needs the whole history (fetch-depth: 0).`,
  );
}

/** Where HEAD and the named commit parted: what others have added since then is nothing that was taken away here. */
async function parting(root: string, name: string): Promise<string | undefined> {
  const commit = await askGit(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
  if (commit === undefined) return undefined;
  return (await askGit(root, 'merge-base', commit, 'HEAD')) ?? commit;
}

async function loadCommit(settings: BaseSettings, name: string, commit: string): Promise<Base> {
  const { root } = settings;
  const prefix = (await askGit(root, 'rev-parse', '--show-prefix')) ?? '';
  const read = async (files: readonly string[]) => {
    const found = await filesOfCommit(
      root,
      commit,
      files.map((file) => prefix + file),
    );
    return files.flatMap((file) => {
      const bytes = found.get(prefix + file);
      return bytes === undefined ? [] : [{ file, bytes }];
    });
  };
  const [config] = await read(['supergraph.yaml']);
  if (config === undefined) throw new CannotRun(`${name} (${commit.slice(0, 10)}) has no supergraph.yaml.`);
  const schemas = await read(schemaFiles(config.bytes.toString('utf8')));
  const folder = await mkdtemp(join(tmpdir(), 'galleria-base-'));
  try {
    for (const { file, bytes } of [config, ...schemas]) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), bytes);
    }
    return await loadFolder(settings, name, join(folder, 'supergraph.yaml'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Only those beside the configuration or below it: what is elsewhere, no commit of this project holds. */
function schemaFiles(config: string): string[] {
  const { subgraphs = {} } = (parse(config, { merge: true }) ?? {}) as {
    subgraphs?: Record<string, { schema?: { file?: string } }>;
  };
  return Object.values(subgraphs).flatMap(({ schema }) => {
    const file = normalize(schema?.file ?? '');
    return file === '.' || isAbsolute(file) || file.startsWith('..') ? [] : [file];
  });
}

async function loadFolder(settings: BaseSettings, name: string, config: string): Promise<Base> {
  const graph = await settings.graph();
  try {
    const source = await readSupergraphConfig(config, settings.env);
    if (isSame(source, graph)) return { ...graph, name };
    const beside = (file: string) => (file.includes('://') ? file : relative(dirname(config), resolve(file)));
    const subgraphs = source.subgraphs.map((subgraph) => ({ ...subgraph, file: beside(subgraph.file) }));
    const composition = composeSupergraph({ subgraphs }, { satisfiability: false });
    return { ...composition, name, apiSchema: composition.apiSchema() };
  } catch (thrown) {
    if (!(thrown instanceof CompositionError)) throw thrown;
    throw new CannotRun(`What ${name} holds does not compose, so nothing can be compared with it: ${thrown.message}`);
  }
}

/** Most changes touch no schema: then there is nothing to compose a second time. */
function isSame(source: SupergraphConfig, graph: Graph): boolean {
  const texts = ({ subgraphs }: SupergraphConfig | Graph) =>
    JSON.stringify(subgraphs.map(({ name, sdl }) => [name, sdl]));
  return texts(source) === texts(graph);
}

/** A supergraph, the schema of an API, or a `supergraph.yaml`. */
async function loadFile(settings: BaseSettings, name: string, path: string): Promise<Base> {
  if (/\.ya?ml$/.test(path)) return loadFolder(settings, name, path);
  try {
    const sdl = readText(path);
    if (!/\benum join__Graph\b/.test(sdl)) {
      return { name, apiSchema: buildSchema(sdl), supergraphSdl: undefined, subgraphs: [] };
    }
    const apiSchema = Supergraph.build(sdl).apiSchema().toGraphQLJSSchema();
    return { name, apiSchema, supergraphSdl: sdl, subgraphs: [] };
  } catch (thrown) {
    throw new CannotRun(`${name} holds no schema that can be compared with: ${toError(thrown).message}`);
  }
}
