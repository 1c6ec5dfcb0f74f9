import { describe, expect, it } from 'vitest';
import type { Planner } from '../../plan/planner.ts';
import { createLocalGraph, composeLocal, PLANNERS } from './local-graph.ts';
import { createLocalPlanner } from './local-planner.ts';
import { SHOP } from './shop.ts';

const NAMES = 'query Names($more: Boolean! = true) { products { name slug @include(if: $more) } }';

describe.each(PLANNERS)('with the planner %s, an operation that is warm', (choice) => {
  it('is planned, and was not executed', async () => {
    const { engine, calls, planned } = countingGraph();
    expect(await engine.warm(NAMES, 'Names')).toEqual([]);
    expect([planned.length, calls.length]).toEqual([1, 0]);
    const request = { query: NAMES, operationName: 'Names', context: undefined };
    expect((await engine.execute(request)).errors).toBeUndefined();
    expect([planned.length, calls.length]).toEqual([1, 1]);
    await engine.execute({ ...request, variables: { more: false } });
    expect(planned).toHaveLength(2);
  });

  it('is told what is wrong with it', async () => {
    const { engine, planned } = countingGraph();
    expect(await engine.warm('{ nothingLikeIt }')).toMatchObject([
      { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
    expect(await engine.warm('{')).toMatchObject([{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }]);
    expect(planned).toEqual([]);
  });

  function countingGraph() {
    const planned: string[] = [];
    const planner = createLocalPlanner(composeLocal(SHOP), choice);
    const counting: Planner = {
      name: planner.name,
      plan: (operation, signal) => {
        planned.push(operation.text);
        return planner.plan(operation, signal);
      },
    };
    return { ...createLocalGraph(SHOP, { planner: counting }), planned };
  }
});
