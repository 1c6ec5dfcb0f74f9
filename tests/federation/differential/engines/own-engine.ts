import type { Answer, WrittenAnswer } from '../../../../router/src/engine/answering.ts';
import { createEngine } from '../../../../router/src/engine/engine.ts';
import type { World } from '../world/world.ts';
import { toAnswer, type Engine } from './engine.ts';
import type { OwnPlanners } from './own-planners.ts';

/** How its answers came about. */
export interface WaysTaken {
  /** Written at once, as all should be where nothing fails. */
  atOnce: number;
  /** Completed value by value. */
  byValue: number;
}

/** The router's own engine with one of its planners, and subgraphs in this process. */
export function startOwnEngine(
  world: World,
  planners: OwnPlanners,
  planner: 'auto' | 'apollo',
  ways?: WaysTaken,
): Engine {
  const engine = createEngine<null>({
    supergraph: world.supergraph,
    planner: planners[planner],
    planTimeoutMs: 60_000,
    fetch: (subgraph, request) => world.ask(subgraph)(request),
  });
  return {
    name: `engine with the planner ${planner}`,
    run: async (operation) => {
      const request = { ...operation, context: null };
      const [answer, written] = [await engine.execute(request), await engine.write(request)];
      requireSame(answer, written);
      if (ways !== undefined && written.data !== undefined)
        ways[written.isWrittenAtOnce === true ? 'atOnce' : 'byValue'] += 1;
      return toAnswer(answer);
    },
  };
}

/** The text is that of the object, to the letter, and the errors are the same. */
function requireSame(answer: Answer, written: WrittenAnswer): void {
  const [object, text] = [
    { ...answer, data: JSON.stringify(answer.data) },
    { data: written.data, errors: written.errors },
  ].map(({ data, errors }) => [data, ...(errors ?? []).map((error) => JSON.stringify(error))].join('\n'));
  if (object !== text) throw new Error(`what is written is not what is completed:\n${text}\n---\n${object}`);
}
