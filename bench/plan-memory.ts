/**
 * Has the router's engine plan operations that all differ, as from clients that write values into their text, and
 * prints as JSON what its process holds after each tenth of them: the cache of documents and plans is bounded, so it
 * does not grow. OPERATIONS (200000) says how many, CACHE_MIB (50) how much the cache may hold. Start it with
 * `node --expose-gc --import tsx`, else what is held cannot be told from what is not collected yet.
 */
import { setImmediate as otherWork } from 'node:timers/promises';
import { createEngine } from '../router/src/engine/engine.ts';
import { createLocalPlanner } from '../router/src/engine/testing/local-planner.ts';
import { environment } from './load/environment.ts';
import { fourSubgraphs } from './router/graphs/four-subgraphs.ts';

const MIB = 1_048_576;
const STEPS = 10;
const operations = Number(process.env['OPERATIONS'] ?? 200_000);
const cacheMib = Number(process.env['CACHE_MIB'] ?? 50);
const { supergraph } = fourSubgraphs();
const engine = createEngine<null>({
  supergraph,
  planner: createLocalPlanner(supergraph, 'hive'),
  cacheBytes: cacheMib * MIB,
  fetch: async () => ({ data: {} }),
});

const held: { readonly operations: number; readonly heapMib: number; readonly residentMib: number }[] = [];
for (let index = 1; index <= operations; index += 1) {
  await engine.write({
    query: `query Q${index} { user(id: "${index}") { id name${index}: name reviews { id product { upc name price } } } }`,
    context: null,
  });
  // Nothing here waits for a network: without a turn of the event loop no deadline of a plan would ever be over.
  await otherWork();
  if (index % Math.ceil(operations / STEPS) !== 0) continue;
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  held.push({ operations: index, heapMib: Math.round(heapUsed / MIB), residentMib: Math.round(rss / MIB) });
  console.error(`${index} of ${operations}`);
}
console.log(JSON.stringify({ ...environment(), cacheMib, held }, null, 2));
