import { describe, expect, it } from 'vitest';
import { createApolloPlanner } from '../../../router/src/plan/apollo-planner.ts';
import { examine, runContest, type Contestant } from './contest.ts';
import { startDeferringEngine, type Deferred } from './engines/deferring-engine.ts';
import { knownLimit } from './engines/known-limits.ts';
import { startOneProcess } from './engines/one-process.ts';
import { toReport } from './report.ts';
import { HARD_SUPERGRAPHS, hardWorld } from './supergraphs/hard-supergraphs.ts';
import { worldOfSeed } from './supergraphs/world-of-seed.ts';
import type { World } from './world/world.ts';

/** Ten supergraphs with thirty operations each. */
const SEEDS = Array.from({ length: 10 }, (_, index) => index + 1);
const COUNT = 30;

function contestantOf(world: World, deferred: Deferred): Contestant {
  const engine = startDeferringEngine(world, createApolloPlanner(world.supergraph), deferred);
  return { engine, every: 1, isExcused: (operation) => knownLimit(operation, world) !== null };
}

describe('what is deferred makes the whole answer in the end', () => {
  it.each(SEEDS)(
    'in random operations of seed %i',
    async (seed) => {
      const world = worldOfSeed(seed);
      const deferred = { parts: 0, bounded: 0 };
      const finding = await runContest({ world, contestants: [contestantOf(world, deferred)], seed, count: COUNT });
      expect(finding === null ? '' : toReport(finding, world)).toBe('');
      expect(deferred.parts).toBeGreaterThan(COUNT / 2);
    },
    300_000,
  );

  it.each(HARD_SUPERGRAPHS)(
    'in $name',
    async (hard) => {
      for (const faultPercent of [0, 6]) {
        const world = hardWorld(hard, { seed: 3, faultPercent });
        const contestant = contestantOf(world, { parts: 0, bounded: 0 });
        for (const operation of Object.values(hard.operations)) {
          const finding = await examine(contestant, operation, await startOneProcess(world).run(operation));
          expect(finding === null ? '' : toReport(finding, world)).toBe('');
        }
      }
    },
    300_000,
  );
});
