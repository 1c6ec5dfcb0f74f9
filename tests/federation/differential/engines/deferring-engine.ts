import type { AnswerPart } from '../../../../router/src/engine/delivering.ts';
import { createEngine } from '../../../../router/src/engine/engine.ts';
import type { Planner } from '../../../../router/src/plan/planner.ts';
import { sprinkleDefer } from '../operations/sprinkle-defer.ts';
import type { World } from '../world/world.ts';
import { toAnswer, type Engine } from './engine.ts';
import { mergeParts } from './merge-parts.ts';

/** What came of the operations. */
export interface Deferred {
  /** Objects of which something came later. */
  parts: number;
  /** Operations of which less is null than in a whole answer, because a null goes no further than its part. */
  bounded: number;
}

/** The router's own engine, asked each operation with some of it deferred, with the parts put together. */
export function startDeferringEngine(world: World, planner: Planner, deferred: Deferred): Engine {
  const engine = createEngine<null>({
    supergraph: world.supergraph,
    planner,
    planTimeoutMs: 60_000,
    fetch: (subgraph, request) => world.ask(subgraph)(request),
  });
  return {
    name: 'engine that defers',
    run: async (operation) => {
      const whole = await engine.execute({ ...operation, context: null });
      const query = sprinkleDefer(world.apiSchema, operation.query);
      const answer = await engine.deliver({ ...operation, query, context: null });
      if (!('parts' in answer)) {
        const { data, errors } = answer;
        return toAnswer({ data: data === undefined ? undefined : JSON.parse(data), errors });
      }
      const parts: AnswerPart[] = [];
      for await (const part of answer.parts) parts.push(part);
      const increments = parts.flatMap((part) => ('incremental' in part ? part.incremental : []));
      deferred.parts += increments.length;
      const { isBounded, ...merged } = mergeParts(parts, whole.data);
      if (!isBounded || world.data.faultPercent === 0) return toAnswer(merged);
      deferred.bounded += 1;
      return toAnswer(whole);
    },
  };
}
