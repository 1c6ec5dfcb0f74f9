import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { isMap, isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { CompositionError, placeAt, type Place, type Problem } from './problem.ts';

export interface SubgraphSource {
  readonly name: string;
  readonly routingUrl: string;
  /** Path of the schema file as shown to people: relative to the working directory. */
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

const configSchema = z.strictObject({
  federation_version: z
    .union([z.string(), z.number()])
    .transform(String)
    .pipe(z.string().regex(/^(=?2\.\d+\.\d+|2|latest-2)$/, 'must be a Federation 2 version such as "=2.14.4"'))
    .optional(),
  subgraphs: z
    .record(
      z.string(),
      z.strictObject({ routing_url: httpUrl, schema: z.strictObject({ file: z.string().min(1, 'must name a file') }) }),
    )
    .refine((subgraphs) => Object.keys(subgraphs).length > 0, 'must name at least one subgraph'),
});

/**
 * Reads `supergraph.yaml`, in the format of `rover supergraph compose`, and the schema files it names. Only local files
 * are read: `schema.subgraph_url` and `schema.graphref` are unknown keys here. Throws `CompositionError` with all that
 * is wrong.
 */
export function readSupergraphConfig(path: string): SupergraphConfig {
  const text = readConfigText(path);
  const file = shown(path);
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines });
  if (document.errors.length > 0) {
    throw new CompositionError(
      document.errors.map((error) => problem('INVALID_YAML', error.message, placeAt(file, text, error.pos[0]))),
    );
  }
  const result = configSchema.safeParse(document.toJS());
  if (!result.success) {
    throw new CompositionError(result.error.issues.map((issue) => describe(issue, document, file, text)));
  }
  const { federation_version: federationVersion, subgraphs } = result.data;
  return {
    ...(federationVersion === undefined ? {} : { federationVersion }),
    subgraphs: readSchemas(path, Object.entries(subgraphs)),
  };
}

function readConfigText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new CompositionError([
      { code: 'CONFIG_NOT_FOUND', message: `Cannot read ${shown(path)}.`, subgraphs: [], places: [] },
    ]);
  }
}

function readSchemas(
  configPath: string,
  subgraphs: readonly (readonly [string, { routing_url: string; schema: { file: string } }])[],
): SubgraphSource[] {
  const missing: Problem[] = [];
  const sources = subgraphs.flatMap(([name, { routing_url: routingUrl, schema }]) => {
    const path = resolve(dirname(configPath), schema.file);
    try {
      return [{ name, routingUrl, file: shown(path), sdl: readFileSync(path, 'utf8') }];
    } catch {
      missing.push({
        code: 'SCHEMA_NOT_FOUND',
        message: `Cannot read ${shown(path)}.`,
        subgraphs: [name],
        places: [],
        hint: `${shown(configPath)} names this file as the schema of "${name}"; paths there are relative to that file.`,
      });
      return [];
    }
  });
  if (missing.length > 0) throw new CompositionError(missing);
  return sources;
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
