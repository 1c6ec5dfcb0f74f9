import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { parse, type GraphQLSchema } from 'graphql';
import { createData } from './data.ts';
import { createFacts, type Facts } from './facts.ts';
import { readSubgraph, startSubgraph, type Ask } from './subgraph.ts';
import { readContextArguments } from './contexts.ts';
import { attachResolvers, sourceOf } from './resolvers.ts';
import { createSurroundings } from './surroundings.ts';
import { canonical } from './hash.ts';
import { UnusableSubgraphs } from './unusable-subgraphs.ts';

export interface SubgraphText {
  readonly name: string;
  readonly sdl: string;
}

/** One supergraph with data in it: what every engine is given. */
export interface World {
  readonly subgraphTexts: readonly SubgraphText[];
  readonly data: DataSeed;
  readonly supergraph: string;
  /** What clients see, executable by itself: the judge. */
  readonly apiSchema: GraphQLSchema;
  readonly facts: Facts;
  readonly ask: (subgraph: string) => Ask;
}

/** What values a world has. */
export interface DataSeed {
  readonly seed: number;
  /** How many of a hundred values fail, and how many are null in a place that promises something. */
  readonly faultPercent: number;
}

export interface WorldOptions extends DataSeed {
  readonly subgraphs: readonly SubgraphText[];
  /** Composed from the subgraphs where it is not given. */
  readonly supergraph?: string;
}

/** Throws `UnusableSubgraphs` when the subgraphs do not compose, or when two entities would share a key. */
export function createWorld({
  subgraphs: texts,
  supergraph = compose(texts),
  seed,
  faultPercent,
}: WorldOptions): World {
  const apiSchema = Supergraph.buildForTests(supergraph).apiSchema().toGraphQLJSSchema();
  const subgraphs = texts.map(({ name, sdl }) => readSubgraph(name, sdl));
  const contextArguments = readContextArguments(texts.map(({ sdl }) => sdl));
  const facts = createFacts(subgraphs, contextArguments);
  const data = createData({ facts, seed, faultPercent });
  const asks = new Map(subgraphs.map((subgraph) => [subgraph.name, startSubgraph(subgraph, facts, data)]));
  const { argumentsOf, place } = createSurroundings(apiSchema, data, contextArguments);
  attachResolvers(apiSchema, (type, field) => (source, args) => {
    const ref = sourceOf(source, type);
    const { requires } = facts.field(ref.type, field);
    const required = requires === null ? '' : canonical(data.project(ref, requires));
    return place(data.resolve(ref, field, { ...args, ...argumentsOf(ref, field) }, required), ref);
  });
  const ask = (name: string): Ask => {
    const found = asks.get(name);
    if (found === undefined) throw new Error(`there is no subgraph ${name}`);
    return found;
  };
  return { subgraphTexts: texts, data: { seed, faultPercent }, supergraph, apiSchema, facts, ask };
}

function compose(texts: readonly SubgraphText[]): string {
  const composed = composeServices(
    texts.map(({ name, sdl }) => ({ name, url: `http://${name}.test/graphql`, typeDefs: parse(sdl) })),
  );
  if (composed.errors === undefined) return composed.supergraphSdl;
  throw new UnusableSubgraphs(composed.errors.map(({ message }) => message).join('\n'));
}
