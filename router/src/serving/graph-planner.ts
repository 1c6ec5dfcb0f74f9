import type { Logger } from '@galleria/kit/logger';
import type { PlannerChoice } from '../plan/choose-planner.ts';
import { startPlannerProcesses, type PlannerProcesses } from '../plan/process/planner-processes.ts';

export interface PlanningOptions {
  readonly choice: PlannerChoice;
  /** How long one operation may be planned. */
  readonly timeoutMs: number;
  /** What JavaScript may hold in each process that plans. */
  readonly memoryMib: number;
}

const MESSAGES = {
  ended: 'a planner ended, and is started again',
  late: 'a planner did not answer in time, was ended, and is started again',
  unable: 'a planner cannot plan for this graph',
} as const;

/**
 * Starts the planner of a supergraph. What happens to its processes is logged; an operation that they fail with, by the
 * hash of its document.
 */
export async function startGraphPlanner(
  supergraphSdl: string,
  { choice, timeoutMs, memoryMib }: PlanningOptions,
  logger: Logger,
): Promise<PlannerProcesses> {
  const planner = await startPlannerProcesses({
    supergraphSdl,
    choice,
    timeoutMs,
    memoryMib,
    report: ({ what, ...trouble }) => logger.warn(trouble, MESSAGES[what]),
  });
  logger.debug({ planner: planner.name, processes: planner.pids }, 'plans with');
  return planner;
}
