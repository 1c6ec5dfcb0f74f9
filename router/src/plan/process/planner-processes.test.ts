import { PATIENCE } from '@galleria/platform/testing/patience';
import type { GraphQLError } from 'graphql';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ENDS_HIVE, LOOPS_APOLLO, RANKED, THINGS } from '../../engine/testing/hostile-graphs.ts';
import { composeLocal } from '../../engine/testing/local-graph.ts';
import { createLocalPlanner } from '../../engine/testing/local-planner.ts';
import { SHOP } from '../../engine/testing/shop.ts';
import type { PlannedOperation } from '../planner.ts';
import type { PlannerTrouble } from './planner-pool.ts';
import { startPlannerProcesses, type PlannerProcesses, type PlannerProcessesOptions } from './planner-processes.ts';

const GRAPHS = { shop: composeLocal(SHOP), endsHive: composeLocal(ENDS_HIVE), loopsApollo: composeLocal(LOOPS_APOLLO) };
const LONG_MS = 50_000;

let running: PlannerProcesses | undefined;
let troubles: PlannerTrouble[] = [];

afterEach(() => running?.stop());

async function start(graph: keyof typeof GRAPHS, options: Partial<PlannerProcessesOptions> = {}) {
  troubles = [];
  running = await startPlannerProcesses({
    supergraphSdl: GRAPHS[graph],
    choice: 'auto',
    timeoutMs: LONG_MS,
    memoryMib: 256,
    report: (trouble) => troubles.push(trouble),
    ...options,
  });
  return running;
}

function operation(text: string, ...types: string[]): PlannedOperation {
  const overrides = { percentage: 100, conditions: new Map<string, boolean>() };
  return { text, hash: `hash of ${text}`, types: new Set(['Query', ...types]), overrides };
}

/** A plan as text, or the code of what it was refused with. */
async function outcome(
  planner: PlannerProcesses,
  asked: PlannedOperation,
  signal = AbortSignal.timeout(LONG_MS),
): Promise<string> {
  return planner.plan(asked, signal).then(
    (plan) => JSON.stringify(plan),
    (error: GraphQLError) => String(error.extensions['code']),
  );
}

const PLANNED = /^{"root"/;

/** The one process that plans. */
function onlyPid({ pids }: PlannerProcesses): number {
  expect(pids).toHaveLength(1);
  return pids[0] ?? 0;
}

/** Of a child of this process. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a planner in a process of its own', () => {
  it.each(['auto', 'hive', 'apollo'] as const)('plans as it does in this one, asked for as %s', async (choice) => {
    const planner = await start('shop', { choice });
    const here = createLocalPlanner(GRAPHS.shop, choice);
    expect(planner.name).toBe(here.name);
    const asked = operation('{ products(first: 2) { id: slug inStock reviews { stars author { name } } } }');
    const plan = await here.plan(asked, AbortSignal.timeout(LONG_MS));
    expect(await outcome(planner, asked)).toBe(JSON.stringify(plan));
    expect(troubles).toEqual([]);
  });

  it.each([
    ['apollo', 'type Query { a: Int }', /supergraph/],
    ['auto', '{', /Syntax Error/],
  ] as const)('that cannot read the supergraph is none, asked for as %s', async (choice, supergraphSdl, reason) => {
    await expect(start('shop', { choice, supergraphSdl })).rejects.toThrow(reason);
  });

  it('refuses what it has no plan for, and goes on', async () => {
    const planner = await start('shop', { choice: 'hive' });
    expect(await outcome(planner, operation('{ nothingLikeIt }'))).toBe('QUERY_PLAN_FAILED');
    expect(await outcome(planner, operation('{ products { id } }'))).toMatch(PLANNED);
    expect(troubles).toEqual([]);
  });
});

describe('an operation that ends Hive’s planner', () => {
  it('is planned by Apollo’s, once and for all, and those beside it by Hive’s', async () => {
    const planner = await start('endsHive');
    const beside = Array.from({ length: 20 }, (_, index) => operation(`{ a${index}: count }`));
    const [things, ...others] = await Promise.all(
      [operation(THINGS, 'User'), ...beside].map((asked) => outcome(planner, asked)),
    );
    expect(things).toMatch(PLANNED);
    for (const other of others) expect(other).toMatch(PLANNED);
    expect(troubles).toEqual([
      {
        planner: 'hive',
        what: 'ended',
        reason: expect.stringContaining('SIGABRT') as string,
        operation: `hash of ${THINGS}`,
      },
    ]);
    expect(await outcome(planner, operation(THINGS, 'User'))).toBe(things);
    expect(troubles).toHaveLength(1);
  });

  it('is refused where there is no other planner', async () => {
    const planner = await start('endsHive', { choice: 'hive' });
    const asked = [operation(THINGS, 'User'), operation('{ count }'), operation(THINGS, 'User')];
    const [things, count, again] = await Promise.all(asked.map((each) => outcome(planner, each)));
    expect([things, again]).toEqual(['QUERY_PLAN_FAILED', 'QUERY_PLAN_FAILED']);
    expect(count).toMatch(PLANNED);
  });
});

describe('planners of which both are needed', () => {
  it('are both there before the first operation', async () => {
    const planner = await start('shop');
    expect(planner.pids).toHaveLength(2);
    expect(await outcome(planner, operation('{ media { score } }', 'Media'))).toMatch(PLANNED);
    expect(planner.pids).toHaveLength(2);
    expect(troubles).toEqual([]);
  });
});

describe('an operation for which Apollo’s planner loops', () => {
  it('is given up when its time is over, and those beside it are planned meanwhile', async () => {
    // With so much memory its process does not end by itself.
    const planner = await start('loopsApollo', { choice: 'apollo', memoryMib: 4_096 });
    const before = onlyPid(planner);
    const deadline = new AbortController();
    const loop = outcome(planner, operation(RANKED), deadline.signal);
    const first = await Promise.race([loop, outcome(planner, operation('{ media { id } }'))]);
    expect(first).toMatch(PLANNED);
    expect(planner.pids).toHaveLength(2);
    deadline.abort();
    expect(await loop).toBe('QUERY_PLAN_TIMEOUT');
    expect(troubles).toMatchObject([{ planner: 'apollo', what: 'late', operation: `hash of ${RANKED}` }]);
    await vi.waitFor(() => expect(isAlive(before)).toBe(false), PATIENCE);
    expect(await outcome(planner, operation('{ media { title } }'))).toMatch(PLANNED);
    // It does not get another process to loop in.
    expect(await outcome(planner, operation(RANKED))).toBe('QUERY_PLAN_FAILED');
    expect(troubles).toHaveLength(1);
  });

  it('ends its process when it needs more memory than that has', async () => {
    const planner = await start('loopsApollo', { choice: 'apollo', memoryMib: 64 });
    expect(await outcome(planner, operation(RANKED))).toBe('QUERY_PLAN_FAILED');
    expect(troubles).toMatchObject([{ what: 'ended', reason: expect.stringContaining('out of memory') as string }]);
    expect(await outcome(planner, operation('{ media { title } }'))).toMatch(PLANNED);
  });
});

describe('a planner that is killed', () => {
  it('is there again', async () => {
    const planner = await start('shop', { choice: 'hive' });
    const before = onlyPid(planner);
    process.kill(before, 'SIGKILL');
    await vi.waitFor(() => expect(troubles).toMatchObject([{ what: 'ended', reason: 'SIGKILL' }]), PATIENCE);
    expect(await outcome(planner, operation('{ products { id } }'))).toMatch(PLANNED);
    expect(onlyPid(planner)).not.toBe(before);
  });

  it('loses no operation: not the one that it had in hand, and none that waited', async () => {
    const planner = await start('shop', { choice: 'hive' });
    process.kill(onlyPid(planner), 'SIGSTOP');
    const asked = Array.from({ length: 10 }, (_, index) =>
      outcome(planner, operation(`{ a${index}: products { id } }`)),
    );
    process.kill(onlyPid(planner), 'SIGKILL');
    for (const each of await Promise.all(asked)) expect(each).toMatch(PLANNED);
  });

  it('again and again is left alone for a while, in which another planner plans', async () => {
    const planner = await start('endsHive');
    for (let ends = 1; ends <= 5; ends += 1) {
      const pid = onlyPid(planner);
      process.kill(pid, 'SIGKILL');
      await vi.waitFor(() => expect(troubles).toHaveLength(ends), PATIENCE);
    }
    expect(planner.pids).toEqual([]);
    expect(await outcome(planner, operation('{ a: count }'))).toMatch(PLANNED);
    await vi.waitFor(() => expect(planner.pids).toHaveLength(2), PATIENCE);
  });
});

describe('operations that wait', () => {
  it('are refused beyond a number, and no operation before them is', async () => {
    const planner = await start('shop', { choice: 'hive' });
    const stopped = onlyPid(planner);
    process.kill(stopped, 'SIGSTOP');
    const asked = Array.from({ length: 252 }, (_, index) =>
      outcome(planner, operation(`{ a${index}: products { id } }`)),
    );
    const first = await Promise.race(asked.map(async (each, index) => ({ index, outcome: await each })));
    expect(first).toEqual({ index: 251, outcome: 'QUERY_PLANNER_BUSY' });
    process.kill(stopped, 'SIGCONT');
    const outcomes = await Promise.all(asked.slice(0, 251));
    expect(outcomes.filter((each) => !PLANNED.test(each))).toEqual([]);
  });

  it('go when their time is over, and end no planner', async () => {
    const planner = await start('shop', { choice: 'hive' });
    process.kill(onlyPid(planner), 'SIGSTOP');
    const inHand = outcome(planner, operation('{ a: products { id } }'));
    const waiting = new AbortController();
    const refused = planner.plan(operation('{ b: products { id } }'), waiting.signal);
    waiting.abort();
    await expect(refused).rejects.toMatchObject({ extensions: { code: 'QUERY_PLAN_TIMEOUT' } });
    process.kill(onlyPid(planner), 'SIGCONT');
    expect(await inHand).toMatch(PLANNED);
    expect(troubles).toEqual([]);
  });
});

describe('planners whose graph is gone', () => {
  it('end when what they have is planned', async () => {
    const planner = await start('shop', { choice: 'hive' });
    const pid = onlyPid(planner);
    process.kill(pid, 'SIGSTOP');
    const last = outcome(planner, operation('{ products { id } }'));
    planner.retire();
    expect(planner.pids).toEqual([pid]);
    process.kill(pid, 'SIGCONT');
    expect(await last).toMatch(PLANNED);
    expect(planner.pids).toEqual([]);
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), PATIENCE);
    expect(troubles).toEqual([]);
  });
});
