import { LOOPS_APOLLO, RANKED } from '../../../engine/testing/hostile-graphs.ts';
import { composeLocal } from '../../../engine/testing/local-graph.ts';
import { startPlannerProcesses } from '../planner-processes.ts';

// Stands for a router: starts a planner, gives it an operation with which it loops where that is wanted, and stays.

const planner = await startPlannerProcesses({
  supergraphSdl: composeLocal(LOOPS_APOLLO),
  choice: 'apollo',
  timeoutMs: 2_000,
  memoryMib: 1_024,
  report: () => undefined,
});
if (process.argv[2] === 'busy') {
  const overrides = { percentage: 100, conditions: new Map<string, boolean>() };
  const loop = { text: RANKED, hash: '', types: new Set<string>(), overrides };
  void planner.plan(loop, AbortSignal.timeout(600_000)).catch(() => undefined);
}
process.stdout.write(`${planner.pids.join()}\n`);
process.stdin.resume();
