import { createRequire } from 'node:module';
import { composeServices, type CompositionSuccess } from '@apollo/composition';
import { GraphQLError, parse, Source, type ASTNode, type DocumentNode } from 'graphql';
import { CompositionError, placeAt, type Place, type Problem } from './problem.ts';
import { hintFor } from './resolution-hints.ts';
import type { SubgraphSource, SupergraphConfig } from './supergraph-config.ts';

export interface Composition {
  /** The text of supergraph.graphql: the same schemas always give the same text. */
  readonly supergraphSdl: string;
  /** What composition decided silently and a person may want to know. */
  readonly warnings: readonly Problem[];
}

interface ParsedSubgraph extends SubgraphSource {
  readonly typeDefs: DocumentNode;
}

const HEADER = `# Composed from supergraph.yaml and the schema of every subgraph by \`npm run compose\`. Do not edit.\n\n`;

/**
 * Composes the supergraph in process with Apollo's Federation 2 composition: no account and no network.
 * Throws `CompositionError` with every syntax or composition error, each with the places in the subgraphs' files.
 */
export function composeSupergraph(config: SupergraphConfig): Composition {
  requireVersion(config.federationVersion);
  const subgraphs = parseSchemas(config.subgraphs);
  const result = composeServices(
    subgraphs.map(({ name, routingUrl, typeDefs }) => ({ name, url: routingUrl, typeDefs })),
  );
  if (result.errors !== undefined) {
    throw new CompositionError(result.errors.map((error) => toProblem(error, subgraphs)));
  }
  return {
    supergraphSdl: `${HEADER}${result.supergraphSdl.trimEnd()}\n`,
    warnings: result.hints
      .filter((hint) => hint.definition.level.name === 'WARN')
      .map((hint) => toWarning(hint, subgraphs)),
  };
}

/** Composition may differ between minor versions: an exact version in the file must be the one that is installed. */
function requireVersion(wanted: string | undefined): void {
  const { version } = createRequire(import.meta.url)('@apollo/composition/package.json') as { version: string };
  if (wanted === undefined || !wanted.startsWith('=') || wanted === `=${version}`) return;
  throw new CompositionError([
    {
      code: 'FEDERATION_VERSION_MISMATCH',
      message: `supergraph.yaml asks for Federation ${wanted.slice(1)}, and @apollo/composition ${version} is installed.`,
      subgraphs: [],
      places: [],
      hint: 'Change federation_version together with the version of @apollo/composition in package.json.',
    },
  ]);
}

function parseSchemas(sources: readonly SubgraphSource[]): ParsedSubgraph[] {
  const problems: Problem[] = [];
  const parsed = sources.flatMap((source) => {
    try {
      return [{ ...source, typeDefs: parse(new Source(source.sdl, source.file)) }];
    } catch (thrown) {
      if (!(thrown instanceof GraphQLError)) throw thrown;
      const places = (thrown.positions ?? []).map((offset) => placeAt(source.file, source.sdl, offset));
      problems.push({ code: 'INVALID_GRAPHQL', message: thrown.message, subgraphs: [source.name], places });
      return [];
    }
  });
  if (problems.length > 0) throw new CompositionError(problems);
  return parsed;
}

function toProblem(error: GraphQLError, subgraphs: readonly ParsedSubgraph[]): Problem {
  const code = typeof error.extensions['code'] === 'string' ? error.extensions['code'] : 'COMPOSITION_ERROR';
  const own = placesOf(error.nodes ?? []);
  const places = own.length > 0 ? own : placesOfMissingFields(error.message, subgraphs);
  const hint = hintFor(code);
  return {
    code,
    message: error.message.replace(/^(\[[^\]]+\] )+/, ''),
    subgraphs: subgraphsOf(error.message, places, subgraphs),
    places,
    ...(hint === undefined ? {} : { hint }),
  };
}

function toWarning(hint: CompositionSuccess['hints'][number], subgraphs: readonly ParsedSubgraph[]): Problem {
  const places = placesOf(hint.nodes ?? []);
  return { code: hint.definition.code, message: hint.message, subgraphs: subgraphsOf('', places, subgraphs), places };
}

function placesOf(nodes: readonly ASTNode[]): Place[] {
  const places = nodes.flatMap(({ loc }) => (loc ? [placeAt(loc.source.name, loc.source.body, loc.start)] : []));
  return places.filter(
    (place, index) => places.findIndex((other) => other.file === place.file && other.line === place.line) === index,
  );
}

/**
 * A satisfiability error carries no place, but it names the fields that cannot be reached: show where they are defined.
 */
function placesOfMissingFields(message: string, subgraphs: readonly ParsedSubgraph[]): Place[] {
  const fields = new Set([...message.matchAll(/cannot find field "([^"]+)"/g)].map((match) => match[1]));
  const nodes = subgraphs.flatMap(({ typeDefs }) =>
    typeDefs.definitions.flatMap((type): ASTNode[] => {
      if (!('fields' in type)) return [];
      return (type.fields ?? [])
        .map(({ name }) => name)
        .filter(({ value }) => fields.has(`${type.name.value}.${value}`));
    }),
  );
  return placesOf(nodes);
}

function subgraphsOf(message: string, places: readonly Place[], subgraphs: readonly ParsedSubgraph[]): string[] {
  return subgraphs
    .filter(({ name, file }) => message.startsWith(`[${name}]`) || places.some((place) => place.file === file))
    .map(({ name }) => name);
}
