import { join, relative, resolve } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { composeSupergraph, type ParsedSubgraph } from '../compose/composition.ts';
import { CompositionError, type Place, type Problem } from '../compose/problem.ts';
import { readSupergraphConfig, type SupergraphConfig } from '../compose/supergraph-config.ts';

/** The composed graph, as several checks look at it. */
export interface Graph {
  readonly subgraphs: readonly ParsedSubgraph[];
  readonly supergraphSdl: string;
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  readonly warnings: readonly Problem[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Composes what `supergraph.yaml` names. Rejects with `CompositionError`. */
export async function loadGraph(root: string, env: Environment): Promise<Graph> {
  const { federationVersion, subgraphs } = await readConfig(root, env);
  const composition = composeSupergraph({
    ...(federationVersion === undefined ? {} : { federationVersion }),
    subgraphs: subgraphs.map((subgraph) => ({ ...subgraph, file: fileIn(root, subgraph.file) })),
  });
  return { ...composition, apiSchema: composition.apiSchema() };
}

async function readConfig(root: string, env: Environment): Promise<SupergraphConfig> {
  try {
    return await readSupergraphConfig(join(root, 'supergraph.yaml'), env);
  } catch (thrown) {
    if (!(thrown instanceof CompositionError)) throw thrown;
    const inRoot = (place: Place) => ({ ...place, file: fileIn(root, place.file) });
    throw new CompositionError(thrown.problems.map((problem) => ({ ...problem, places: problem.places.map(inRoot) })));
  }
}

/** The configuration's reader names files from where the program was started. An address stays one. */
function fileIn(root: string, file: string): string {
  return file.includes('://') ? file : relative(root, resolve(file));
}
