import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createEngine } from '../../router/src/engine/engine.ts';
import { createLocalPlanner } from '../../router/src/engine/testing/local-planner.ts';
import type { PlannerName } from '../../router/src/plan/planner.ts';
import { supergraphAt, type BenchGraph } from './graphs/bench-graph.ts';
import type { ReplayedSubgraphs, SubgraphCall } from './replayed-subgraphs.ts';

/** The answer that every contestant has to give, and what the floor needs to know. */
export interface Expectations {
  readonly answers: ReadonlyMap<string, unknown>;
  readonly callsFiles: Readonly<Record<PlannerName, string>>;
  /** How many calls each plan makes, by operation. */
  readonly calls: Readonly<Record<string, Readonly<Record<PlannerName, number>>>>;
}

const PLANNERS = ['apollo', 'hive'] as const;

/** Has each operation executed once with each planner. Throws when their answers differ. */
export async function expect(graph: BenchGraph, subgraphs: ReplayedSubgraphs, folder: string): Promise<Expectations> {
  const answers = new Map<string, unknown>();
  const counts: Record<string, Record<PlannerName, number>> = {};
  const files = { apollo: join(folder, 'calls-apollo.json'), hive: join(folder, 'calls-hive.json') };
  for (const planner of PLANNERS) {
    const known: Record<string, { calls: readonly SubgraphCall[]; answer: unknown }> = {};
    const supergraph = supergraphAt(subgraphs.base, graph);
    const engine = createEngine<null>({
      supergraph,
      planner: createLocalPlanner(supergraph, planner),
      fetch: async (service, request) => {
        const response = await fetch(`${subgraphs.base}/${service}`, { method: 'POST', body: JSON.stringify(request) });
        return response.json();
      },
    });
    for (const { name, request } of graph.operations) {
      const ask = async () => engine.execute({ ...request, context: null });
      const answer: unknown = JSON.parse(JSON.stringify(await ask()));
      const before = answers.get(name) ?? answer;
      if (!isDeepStrictEqual(answer, before)) throw new Error(`the planners' answers to ${name} differ`);
      answers.set(name, answer);
      const calls = await subgraphs.callsOf(ask);
      known[request.operationName ?? name] = { calls, answer };
      counts[name] = { apollo: 0, hive: 0, ...counts[name], [planner]: calls.length };
    }
    await writeFile(files[planner], JSON.stringify(known));
  }
  return { answers, callsFiles: files, calls: counts };
}
