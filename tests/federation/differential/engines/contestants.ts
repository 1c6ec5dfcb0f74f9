import type { Contestant } from '../contest.ts';
import type { World } from '../world/world.ts';
import { startOwnEngine, type WaysTaken } from './own-engine.ts';
import type { OwnPlanners } from './own-planners.ts';
import { knownLimit } from './known-limits.ts';
import { knownFault } from './stock-faults.ts';
import { startStockGateway } from './stock-gateway.ts';

/** Of how many operations the engine answers one by the planner that is the default as well. */
const AUTO_EVERY = 4;

/** The router's own engine, once with each planner. */
export function ownContestants(world: World, planners: OwnPlanners, ways?: WaysTaken): readonly Contestant[] {
  const isExcused: Contestant['isExcused'] = (operation) => knownLimit(operation, world) !== null;
  return [
    { engine: startOwnEngine(world, planners, 'apollo', ways), every: 1, isExcused },
    { engine: startOwnEngine(world, planners, 'auto', ways), every: AUTO_EVERY, isExcused },
  ];
}

/** The stock gateway in a contest: where it has a known fault, it is excused. */
export async function stockContestant(world: World): Promise<Contestant & { readonly stop: () => Promise<void> }> {
  const engine = await startStockGateway(world);
  return {
    engine,
    every: 1,
    isExcused: (operation, judge, stock) => knownFault({ world, operation, judge, stock }) !== null,
    stop: () => engine.stop(),
  };
}
