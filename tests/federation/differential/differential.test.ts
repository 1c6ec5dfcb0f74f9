import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OPERATIONS_OF_A_WORLD } from './arguments.ts';
import { examine, runContest } from './contest.ts';
import { ownContestants } from './engines/contestants.ts';
import { startOneProcess } from './engines/one-process.ts';
import { startOwnEngine } from './engines/own-engine.ts';
import { createOwnPlanners, type OwnPlanners } from './engines/own-planners.ts';
import { KNOWN_LIMITS, knownLimit, type KnownLimit } from './engines/known-limits.ts';
import { toReport } from './report.ts';
import { HARD_SUPERGRAPHS, hardWorld } from './supergraphs/hard-supergraphs.ts';
import { CONTEXTS } from './supergraphs/hard/contexts.ts';
import type { HardSupergraph } from './supergraphs/hard/hard-supergraph.ts';
import { LATE_KEY } from './supergraphs/hard/late-key.ts';
import { SHAPES } from './supergraphs/hard/shapes.ts';
import { worldOfSeed } from './supergraphs/world-of-seed.ts';
import type { DataSeed, World } from './world/world.ts';

/** 25 supergraphs with 200 operations each. */
const SEEDS = Array.from({ length: 25 }, (_, index) => index + 1);

let planners: OwnPlanners | undefined;

afterEach(() => planners?.stop());

function plannersOf(world: World): OwnPlanners {
  planners = createOwnPlanners(world.supergraph);
  return planners;
}

describe('the engine answers as one process does', () => {
  it.each(SEEDS)(
    'in random operations of seed %i',
    async (seed) => {
      const world = worldOfSeed(seed);
      const ways = { atOnce: 0, byValue: 0 };
      const contestants = ownContestants(world, plannersOf(world), ways);
      const finding = await runContest({ world, contestants, seed, count: OPERATIONS_OF_A_WORLD });
      expect(finding === null ? '' : toReport(finding, world)).toBe('');
      // Beside what the schema itself is asked, nothing is unusual where nothing fails.
      if (world.data.faultPercent === 0) expect(ways.atOnce).toBeGreaterThan(ways.byValue);
    },
    300_000,
  );

  it.each([0, 6])(
    'in random operations on contexts, of which %i of a hundred values fail',
    async (faultPercent) => {
      const world = hardWorld(CONTEXTS, { seed: 5, faultPercent });
      const contestants = ownContestants(world, plannersOf(world));
      const finding = await runContest({ world, contestants, seed: 5, count: OPERATIONS_OF_A_WORLD });
      expect(finding === null ? '' : toReport(finding, world)).toBe('');
    },
    300_000,
  );

  describe.each(HARD_SUPERGRAPHS)('in $name', (hard) => {
    const worlds = [0, 6].map((faultPercent) => hardWorld(hard, { seed: 3, faultPercent }));
    let ofHard: OwnPlanners;
    beforeAll(() => (ofHard = createOwnPlanners(worlds[0]?.supergraph ?? '')));
    afterAll(() => ofHard.stop());

    it.each(Object.entries(hard.operations))('where %s', async (_title, operation) => {
      for (const world of worlds) {
        const judge = await startOneProcess(world).run(operation);
        for (const contestant of ownContestants(world, ofHard)) {
          const finding = await examine(contestant, operation, judge);
          expect(finding === null ? '' : toReport(finding, world)).toBe('');
        }
      }
    });
  });
});

interface Shown {
  readonly hard: HardSupergraph;
  readonly data: DataSeed;
  readonly query: string;
}

/** An operation for each that shows it. Where a new version answers rightly, its line fails and goes. */
const SHOWN: Readonly<Record<KnownLimit, Shown>> = {
  'a field requires something, and its object is known by another key than the first': {
    hard: LATE_KEY,
    data: { seed: 3, faultPercent: 0 },
    query: '{ found { postage } }',
  },
  'an object known by its interface only loses its type with a fetch that fails': {
    hard: SHAPES,
    data: { seed: 15, faultPercent: 5 },
    query: '{ rated { similar { ... on Film { minutes } } } }',
  },
};

describe('the engine is known to differ from one process', () => {
  it.each(KNOWN_LIMITS)('where %s', async (limit) => {
    const { hard, data, query } = SHOWN[limit];
    const world = hardWorld(hard, data);
    const engine = startOwnEngine(world, plannersOf(world), 'apollo');
    const finding = await examine({ engine, every: 1 }, { query }, await startOneProcess(world).run({ query }));
    expect(finding?.difference).toBe('data');
    expect(knownLimit({ query }, world)).toBe(limit);
  });
});
