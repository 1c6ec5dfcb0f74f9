import { createRequire } from 'node:module';
import { composeServices, type CompositionSuccess } from '@apollo/composition';
import { GraphQLError, parse, Source, type DocumentNode, type GraphQLSchema } from 'graphql';
import { wrongDefaults } from './default-values.ts';
import { placesFromMessage, placesOf } from './error-places.ts';
import { CompositionError, placeAt, type Place, type Problem } from './problem.ts';
import { hintFor } from './resolution-hints.ts';
import type { SubgraphSource, SupergraphConfig } from './supergraph-config.ts';

export interface Composition {
  /** The text of supergraph.graphql: the same schemas always give the same text. */
  readonly supergraphSdl: string;
  /** What composition decided silently and a person may want to know. */
  readonly warnings: readonly Problem[];
  readonly subgraphs: readonly ParsedSubgraph[];
  /** What clients see: without federation's own types and what is inaccessible. */
  readonly apiSchema: () => GraphQLSchema;
}

export interface CompositionSettings {
  /**
   * Whether to see that every query can be planned, which takes half of the time. Not for what was composed before.
   */
  readonly satisfiability?: boolean;
}

export interface ParsedSubgraph extends SubgraphSource {
  readonly typeDefs: DocumentNode;
}

const UNKNOWN_VERSION = 'UNKNOWN_FEDERATION_LINK_VERSION';
/** What composition only warns of, and what is then not as it was meant. */
const REFUSED_WARNINGS = new Set(['FROM_SUBGRAPH_DOES_NOT_EXIST']);

const HEADER = `# Composed from supergraph.yaml and the schema of every subgraph by \`npm run compose\`. Do not edit.\n\n`;

/**
 * Composes the supergraph in process with Apollo's Federation 2 composition: no account and no network.
 * Throws `CompositionError` with every syntax or composition error, each with the places in the subgraphs' files.
 */
export function composeSupergraph(
  config: SupergraphConfig,
  { satisfiability = true }: CompositionSettings = {},
): Composition {
  requireVersion(config.federationVersion);
  const subgraphs = parseSchemas(config.subgraphs);
  refuse(subgraphs.flatMap(({ name, typeDefs }) => wrongDefaults(name, typeDefs)));
  const result = composeServices(
    subgraphs.map(({ name, routingUrl, typeDefs }) => ({ name, url: routingUrl, typeDefs })),
    { runSatisfiability: satisfiability },
  );
  if (result.errors !== undefined) {
    throw new CompositionError(withoutConsequences(result.errors.map((error) => toProblem(error, subgraphs))));
  }
  const warnings = result.hints
    .filter((hint) => hint.definition.level.name === 'WARN')
    .map((hint) => toWarning(hint, subgraphs));
  refuse(warnings.filter(({ code }) => REFUSED_WARNINGS.has(code)));
  return {
    supergraphSdl: `${HEADER}${result.supergraphSdl.trimEnd()}\n`,
    warnings,
    subgraphs,
    apiSchema: () => result.schema.toAPISchema().toGraphQLJSSchema(),
  };
}

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new CompositionError(problems);
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
  const places = own.length > 0 ? own : placesFromMessage(error.message, subgraphs);
  return withHint({
    code,
    message: error.message.replace(/^(\[[^\]]+\] )+/, ''),
    subgraphs: subgraphsOf(error.message, places, subgraphs),
    places,
  });
}

function toWarning(hint: CompositionSuccess['hints'][number], subgraphs: readonly ParsedSubgraph[]): Problem {
  const places = placesOf(hint.nodes ?? []);
  const problem = { code: hint.definition.code, message: hint.message, places };
  return withHint({ ...problem, subgraphs: subgraphsOf('', places, subgraphs) });
}

function withHint(problem: Problem): Problem {
  const hint = hintFor(problem.code);
  return hint === undefined ? problem : { ...problem, hint };
}

/** Where a schema asks for a version of Federation that there is not, nothing of Federation is known in it. */
function withoutConsequences(problems: readonly Problem[]): Problem[] {
  const lost = problems.filter(({ code }) => code === UNKNOWN_VERSION).flatMap(({ subgraphs }) => subgraphs);
  return problems.filter(
    ({ code, message, subgraphs }) =>
      code !== 'INVALID_GRAPHQL' ||
      !message.startsWith('Unknown directive') ||
      !subgraphs.some((name) => lost.includes(name)),
  );
}

function subgraphsOf(message: string, places: readonly Place[], subgraphs: readonly ParsedSubgraph[]): string[] {
  return subgraphs
    .filter(({ name, file }) => message.startsWith(`[${name}]`) || places.some((place) => place.file === file))
    .map(({ name }) => name);
}
