/**
 * Compares routers in one run: the router's own engine, the stock gateway, Hive Gateway and the routers in machine code
 * where they can be had, and the floor. Load and subgraphs are in this process on one core, the router under test alone
 * on the other; rounds take turns and medians are printed, as JSON and as a table (on standard error). An answer that
 * differs ends the run.
 *
 * CONTESTANTS="engine alone,floor" and GRAPHS=four-subgraphs choose; ROUNDS (3), SECONDS (4) and CONNECTIONS (50) say
 * how long. HIVE_GATEWAY names a folder in which @graphql-hive/gateway is installed, APOLLO_ROUTER and HIVE_ROUTER
 * their programs.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from './load/environment.ts';
import { buildPrograms } from './router/build-programs.ts';
import { startContestant, type RunningContestant } from './router/contestant-process.ts';
import { allContestants } from './router/contestants.ts';
import { shareCores } from './router/cores.ts';
import { expect } from './router/expectations.ts';
import { supergraphAt, type BenchGraph } from './router/graphs/bench-graph.ts';
import { fourSubgraphs } from './router/graphs/four-subgraphs.ts';
import { galleria } from './router/graphs/galleria.ts';
import { measure, medians, type Measure, type Result } from './router/measure.ts';
import { replaySubgraphs } from './router/replayed-subgraphs.ts';
import { toTable } from './router/table.ts';

const rounds = Number(process.env['ROUNDS'] ?? 3);
const load = { connections: Number(process.env['CONNECTIONS'] ?? 50), seconds: Number(process.env['SECONDS'] ?? 4) };
/** By then the parts that are used most are machine code. */
const WARM_UP = { ...load, seconds: 60, requests: 1_500 };
const isChosen = (variable: string, name: string) => {
  const chosen = process.env[variable]?.split(',').map((part) => part.trim());
  return chosen === undefined || chosen.includes(name);
};

const contestants = allContestants(process.env).filter(({ name }) => isChosen('CONTESTANTS', name));
const leftOut = contestants.flatMap(({ name, missing }) => (missing === undefined ? [] : [`${name}: ${missing}`]));
for (const reason of leftOut) console.error(`left out: ${reason}`);
const { isPinned, onItsOwnCore } = shareCores();
if (!isPinned) console.error('taskset is not to be had, or there is one core: routers share theirs with the load');
const programs = await buildPrograms();
const results: Result[] = [];
for (const makeGraph of [fourSubgraphs, galleria]) {
  const graph = makeGraph();
  if (isChosen('GRAPHS', graph.name)) results.push(...(await compareOn(graph)));
}
console.log(JSON.stringify({ ...environment(), isPinned, rounds, ...load, leftOut, results }, null, 2));
console.error(`\n${JSON.stringify(environment())}\n\n${toTable(results)}`);

async function compareOn(graph: BenchGraph): Promise<readonly Result[]> {
  const folder = await mkdtemp(join(tmpdir(), 'galleria-bench-router-'));
  const subgraphs = await replaySubgraphs(graph);
  const supergraphFile = join(folder, 'supergraph.graphql');
  await writeFile(supergraphFile, supergraphAt(subgraphs.base, graph));
  const { answers, callsFiles, calls } = await expect(graph, subgraphs, folder);
  console.error(`calls of subgraphs on ${graph.name}: ${JSON.stringify(calls)}`);
  const stage = { programs, supergraphFile, folder, callsFiles, base: subgraphs.base };
  const running: RunningContestant[] = [];
  try {
    const [first] = graph.operations;
    if (first === undefined) return [];
    for (const contestant of contestants.filter(({ missing }) => missing === undefined)) {
      running.push(await startContestant(contestant, stage, onItsOwnCore, first.request));
    }
    return await takeTurns(graph, running, answers);
  } finally {
    await Promise.all(running.map((contestant) => contestant.stop()));
    subgraphs.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function takeTurns(
  { operations }: BenchGraph,
  running: readonly RunningContestant[],
  answers: ReadonlyMap<string, unknown>,
): Promise<Result[]> {
  const found: Result[] = [];
  for (const operation of operations) {
    const measures = new Map<RunningContestant, Measure[]>();
    for (let round = -1; round < rounds; round += 1) {
      for (const contestant of running) {
        const one = await measure(contestant, operation, answers.get(operation.name), round < 0 ? WARM_UP : load);
        if (round >= 0) measures.set(contestant, [...(measures.get(contestant) ?? []), one]);
      }
      console.error(`${operation.name}: ${round < 0 ? 'warmed up' : `round ${round + 1} of ${rounds}`}`);
    }
    for (const contestant of running) found.push(medians(contestant, operation, measures.get(contestant) ?? []));
  }
  return found;
}
