import { createContext, Script } from 'node:vm';
import { GraphQLError } from 'graphql';
import type { Planner, PlannerName } from '../planner.ts';
import type { FromPlanner, PlanRequest, Refusal, ToPlanner } from './planner-messages.ts';

// One planner in a process of its own: planner-program.ts <planner> <milliseconds that it may take for one operation>.

const [, , name, mostMs] = process.argv;
const stage = createContext({});
const WORK = new Script('work()');
let planner: Planner | undefined;

// It holds nothing that could be lost, and a planner that is busy in native code would keep it from exiting.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// A terminal's signals reach it as well: the router still answers then, and ends it when it does not any more.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('message', (message: ToPlanner) => {
  if (message.kind === 'open') void open(message.supergraphSdl);
  else if (planner !== undefined) void answer(planner, message);
});

async function open(supergraphSdl: string): Promise<void> {
  try {
    planner = await createPlanner(name as PlannerName, supergraphSdl);
    tell({ kind: 'opened' });
  } catch (thrown) {
    tell({ kind: 'unable', reason: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

/** Only the planner that is wanted is loaded. */
async function createPlanner(wanted: PlannerName, supergraphSdl: string): Promise<Planner> {
  if (wanted === 'apollo') {
    const { createApolloPlanner } = await import('../apollo-planner.ts');
    return createApolloPlanner(supergraphSdl);
  }
  const { createHivePlanner } = await import('../hive-planner.ts');
  const hive = createHivePlanner(supergraphSdl);
  if (hive === undefined) throw new Error('it has no binary for this machine');
  return hive;
}

async function answer(by: Planner, { id, text, percentage, conditions }: PlanRequest): Promise<void> {
  const overrides = { percentage, conditions: new Map(conditions) };
  const operation = { text, hash: '', types: new Set<string>(), overrides };
  try {
    const plan = await inTime(() => by.plan(operation, AbortSignal.timeout(Number(mostMs))));
    tell({ kind: 'planned', id, plan });
  } catch (thrown) {
    tell({ kind: 'refused', id, refusal: refusalOf(thrown) });
  }
}

/**
 * The router ends the process of a planner that does not answer in time. When the router is gone itself, a loop in
 * JavaScript would not hear of it: V8 ends the loop.
 */
function inTime<Result>(work: () => Result): Result {
  stage['work'] = work;
  return WORK.runInContext(stage, { timeout: Number(mostMs) }) as Result;
}

function refusalOf(thrown: unknown): Refusal {
  if (!(thrown instanceof GraphQLError)) return { message: String(thrown) };
  const { originalError, extensions, message } = thrown;
  return originalError == null ? { code: String(extensions['code']), message } : { message: originalError.message };
}

function tell(message: FromPlanner): void {
  // Nobody to hear it: the router has ended, and so will this.
  process.send?.(message, undefined, undefined, () => undefined);
}
