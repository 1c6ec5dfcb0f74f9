import { dirname, relative, resolve } from 'node:path';
import { toError } from '@galleria/kit/errors';
import { isMap, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { expandReferences } from './environment-references.ts';
import { CompositionError, placeAt, type Place, type Problem } from './problem.ts';
import { NotUtf8, plainText, readText } from './schema-text.ts';
import { introspectSubgraph } from './subgraph-introspection.ts';

export interface SubgraphSource {
  readonly name: string;
  readonly routingUrl: string;
  /** Where the schema is, as shown to people: a path from the working directory, an entry of supergraph.yaml, a URL. */
  readonly file: string;
  readonly sdl: string;
}

export interface SupergraphConfig {
  /** As written, for instance "=2.14.4"; absent when any version will do. */
  readonly federationVersion?: string;
  /** In the order of the file, which is also the order of the ports. */
  readonly subgraphs: readonly SubgraphSource[];
}

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });
const GRAPHREF =
  'asks for a schema in GraphOS, which takes an account and a network: put it into a file, and name that';

const schemaSchema = z.union(
  [
    z.strictObject({ file: z.string().min(1, 'must name a file') }),
    z.strictObject({ sdl: z.string().min(1, 'must be a schema') }),
    z.strictObject({
      subgraph_url: httpUrl,
      introspection_headers: z.record(z.string(), z.coerce.string()).optional(),
    }),
  ],
  'must be one of { file }, { sdl } and { subgraph_url }',
);

const subgraphSchema = z
  .strictObject({
    routing_url: httpUrl.optional(),
    schema: z
      .custom<unknown>()
      .refine((schema) => !isObject(schema) || !('graphref' in schema), GRAPHREF)
      .pipe(schemaSchema),
  })
  .refine(
    ({ routing_url, schema }) => routing_url !== undefined || 'subgraph_url' in schema,
    'needs a routing_url: where the router finds the subgraph',
  );

type SubgraphSettings = z.output<typeof subgraphSchema>;

const configSchema = z.strictObject({
  federation_version: z
    .union([z.string(), z.number()])
    .transform(String)
    .pipe(z.string().regex(/^(=?2\.\d+\.\d+|2|latest-2)$/, 'must be a Federation 2 version such as "=2.14.4"'))
    .optional(),
  subgraphs: z
    .record(z.string(), subgraphSchema)
    .refine((subgraphs) => Object.keys(subgraphs).length > 0, 'must name at least one subgraph'),
});

/**
 * Reads `supergraph.yaml`, in the format of `rover supergraph compose`, and the schemas that it names: files beside it,
 * texts in it, and running subgraphs. Rejects with `CompositionError`, which has all that is wrong.
 */
export async function readSupergraphConfig(
  path: string,
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<SupergraphConfig> {
  const file = shown(path);
  const text = readConfigText(path);
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines, merge: true });
  refuse(document.errors.map((error) => problem('INVALID_YAML', error.message, placeAt(file, text, error.pos[0]))));
  refuse(
    expandReferences(document, env).map(({ message, offset }) =>
      problem('INVALID_CONFIG', message, placeAt(file, text, offset)),
    ),
  );
  const result = configSchema.safeParse(document.toJS());
  if (!result.success) {
    throw new CompositionError(result.error.issues.map((issue) => describe(issue, document, file, text)));
  }
  const { federation_version: federationVersion, subgraphs } = result.data;
  const sources = await readSchemas(path, Object.entries(subgraphs));
  return { ...(federationVersion === undefined ? {} : { federationVersion }), subgraphs: sources };
}

function readConfigText(path: string): string {
  try {
    return readText(path);
  } catch (thrown) {
    throw new CompositionError([
      thrown instanceof NotUtf8
        ? problem('NOT_UTF8', `${shown(path)} is ${thrown.message}: save it as UTF-8.`, undefined)
        : problem('CONFIG_NOT_FOUND', `Cannot read ${shown(path)}.`, undefined),
    ]);
  }
}

/** All of them, before the first that is missing is told. */
async function readSchemas(
  configPath: string,
  subgraphs: readonly (readonly [string, SubgraphSettings])[],
): Promise<SubgraphSource[]> {
  const outcomes = await Promise.all(subgraphs.map(([name, settings]) => readSchema(configPath, name, settings)));
  refuse(outcomes.flatMap((outcome) => ('code' in outcome ? [outcome] : [])));
  return outcomes.flatMap((outcome) => ('code' in outcome ? [] : [outcome]));
}

async function readSchema(
  configPath: string,
  name: string,
  { routing_url, schema }: SubgraphSettings,
): Promise<SubgraphSource | Problem> {
  if ('sdl' in schema) {
    return { name, routingUrl: routing_url ?? '', file: `${shown(configPath)}#${name}`, sdl: plainText(schema.sdl) };
  }
  if ('file' in schema) return readSchemaFile(configPath, name, schema.file, routing_url ?? '');
  const { subgraph_url: url, introspection_headers: headers = {} } = schema;
  try {
    return { name, routingUrl: routing_url ?? url, file: url, sdl: plainText(await introspectSubgraph(url, headers)) };
  } catch (thrown) {
    const message = `${url} does not tell its schema: ${toError(thrown).message}`;
    const hint = 'Start the subgraph, or put its schema into a file. Headers go into introspection_headers.';
    return { code: 'SCHEMA_NOT_FOUND', message, subgraphs: [name], places: [], hint };
  }
}

function readSchemaFile(configPath: string, name: string, named: string, routingUrl: string): SubgraphSource | Problem {
  const path = resolve(dirname(configPath), named);
  try {
    return { name, routingUrl, file: shown(path), sdl: readText(path) };
  } catch (thrown) {
    if (thrown instanceof NotUtf8) {
      const message = `${shown(path)} is ${thrown.message}: save it as UTF-8.`;
      return { code: 'NOT_UTF8', message, subgraphs: [name], places: [] };
    }
    return {
      code: 'SCHEMA_NOT_FOUND',
      message: `Cannot read ${shown(path)}.`,
      subgraphs: [name],
      places: [],
      hint: `${shown(configPath)} names this file as the schema of "${name}"; paths there are relative to that file.`,
    };
  }
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new CompositionError(problems);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function describe(issue: z.core.$ZodIssue, document: Document, file: string, text: string): Problem {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const where = path.length === 0 ? '' : ` in ${path.join('.')}`;
    const message = `Unknown key${issue.keys.length > 1 ? 's' : ''} ${issue.keys.join(', ')}${where}.`;
    return problem('INVALID_CONFIG', message, placeOf(document, [...path, issue.keys[0] ?? ''], file, text));
  }
  return problem('INVALID_CONFIG', `${path.join('.') || file}: ${issue.message}.`, placeOf(document, path, file, text));
}

/** Where a setting stands, or, when it is missing, the nearest thing around it. */
function placeOf(document: Document, path: readonly string[], file: string, text: string): Place | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const pair = isMap(parent) ? parent.items.find(({ key }) => String(key) === path[length - 1]) : undefined;
    if (isNode(pair?.key) && pair.key.range) return placeAt(file, text, pair.key.range[0]);
  }
  return undefined;
}

function problem(code: string, message: string, place: Place | undefined): Problem {
  return { code, message, subgraphs: [], places: place === undefined ? [] : [place] };
}

function shown(path: string): string {
  return relative(process.cwd(), path) || path;
}
