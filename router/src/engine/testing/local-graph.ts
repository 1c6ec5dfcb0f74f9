import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import type { PlannerChoice } from '../../plan/choose-planner.ts';
import type { Planner } from '../../plan/planner.ts';
import type { Answer } from '../answering.ts';
import { createEngine, type Engine, type EngineOptions } from '../engine.ts';
import type { FetchSubgraph, SubgraphRequest } from '../execution/subgraph-call.ts';
import { createLocalPlanner } from './local-planner.ts';

export interface LocalSubgraph {
  readonly sdl: string;
  readonly resolvers: Readonly<Record<string, unknown>>;
}

/** One request of the engine to a subgraph. */
export interface RecordedCall extends SubgraphRequest {
  readonly service: string;
}

export interface LocalGraph {
  readonly engine: Engine<undefined>;
  readonly calls: RecordedCall[];
  /** What the client sees: through JSON, as over HTTP. */
  ask(query: string, variables?: Record<string, unknown>): Promise<VisibleAnswer>;
}

/** Every test of answers is run with each of them: what they plan differs, and what comes of it must not. */
export const PLANNERS = ['auto', 'apollo'] as const;

export interface VisibleAnswer {
  // A test reads deep into answers whose shape its own document gives.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data?: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@external",
  "@shareable", "@provides", "@interfaceObject", "@override", "@inaccessible", "@context", "@fromContext",
  "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize"])\n`;

export interface LocalGraphOptions extends Partial<Omit<EngineOptions<undefined>, 'planner' | 'supergraph'>> {
  readonly planner?: PlannerChoice | Planner;
}

/** An engine over subgraphs in this process, each a real federated schema without HTTP before it. */
export function createLocalGraph(
  subgraphs: Readonly<Record<string, LocalSubgraph>>,
  { planner, ...options }: LocalGraphOptions = {},
): LocalGraph {
  const calls: RecordedCall[] = [];
  const answers = localSubgraphs(subgraphs);
  const fetch = options.fetch ?? answers;
  const supergraph = composeLocal(subgraphs);
  const engine = createEngine<undefined>({
    supergraph,
    planner: typeof planner === 'object' ? planner : createLocalPlanner(supergraph, planner),
    ...options,
    fetch: async (service, request, rest) => {
      calls.push({ service, ...request });
      return fetch(service, request, rest);
    },
  });
  return {
    engine,
    calls,
    ask: async (query, variables = {}) => visible(await engine.execute({ query, variables, context: undefined })),
  };
}

/** What the subgraphs answer. */
export function localSubgraphs(subgraphs: Readonly<Record<string, LocalSubgraph>>): FetchSubgraph<undefined> {
  const schemas = new Map(
    Object.entries(subgraphs).map(([name, { sdl, resolvers }]) => [
      name,
      buildSubgraphSchema({ typeDefs: parse(LINK + sdl), resolvers: resolvers as never }),
    ]),
  );
  return async (service, { query, variables, operationName }) => {
    const schema = schemas.get(service);
    if (schema === undefined) throw new Error(`no subgraph ${service}`);
    const result = await graphql({
      schema,
      source: query,
      variableValues: variables,
      ...(operationName === undefined ? {} : { operationName }),
    });
    return JSON.parse(JSON.stringify(result)) as unknown;
  };
}

export function composeLocal(subgraphs: Readonly<Record<string, { readonly sdl: string }>>): string {
  const result = composeServices(
    Object.entries(subgraphs).map(([name, { sdl }]) => ({
      name,
      url: `http://subgraph.invalid/${name}`,
      typeDefs: parse(LINK + sdl),
    })),
  );
  if (result.errors !== undefined) throw new AggregateError(result.errors, result.errors.join('\n'));
  return result.supergraphSdl;
}

function visible(answer: Answer): VisibleAnswer {
  return JSON.parse(JSON.stringify(answer)) as VisibleAnswer;
}
