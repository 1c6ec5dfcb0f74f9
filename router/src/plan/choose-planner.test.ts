import { describe, expect, it } from 'vitest';
import { choosePlanner, type PlannerChoice } from './choose-planner.ts';
import { isWrittenRightByHive } from './hive-literals.ts';
import { busyPlanner, failedPlan, latePlan } from './plan-errors.ts';
import type { Plan } from './plan.ts';
import type { Planner, PlannerName } from './planner.ts';

const PLAN: Plan = { root: undefined };

interface Asked {
  readonly choice?: PlannerChoice;
  readonly usesContext?: boolean;
  readonly hive?: Planner['plan'] | null;
}

/** The planner of a graph in which Media is an interface object to some subgraph, and which planners plan for it. */
function chosen({ choice = 'auto', usesContext = false, hive = async () => PLAN }: Asked) {
  const asked: PlannerName[] = [];
  const planner = (name: PlannerName, plan: Planner['plan']): Planner => ({
    name,
    plan: (operation, signal) => (asked.push(name), plan(operation, signal)),
  });
  const choose = () =>
    choosePlanner(choice, {
      traits: { usesContext, interfaceObjects: new Set(['Media', 'Book']) },
      hive: hive === null ? undefined : planner('hive', hive),
      openApollo: () => planner('apollo', async () => PLAN),
    });
  const plan = (type: string, text = '{ a }') => {
    const overrides = { percentage: 100, conditions: new Map<string, boolean>() };
    return choose().plan({ text, hash: '', types: new Set(['Query', type]), overrides }, new AbortController().signal);
  };
  return { asked, choose, plan };
}

describe('the planner of a supergraph', () => {
  it.each<[Asked, PlannerName]>([
    [{ choice: 'auto' }, 'hive'],
    [{ choice: 'auto', hive: null }, 'apollo'],
    [{ choice: 'auto', usesContext: true }, 'apollo'],
    [{ choice: 'hive' }, 'hive'],
    [{ choice: 'apollo' }, 'apollo'],
  ])('where %o is asked for is %s’s', (asked, expected) => {
    expect(chosen(asked).choose().name).toBe(expected);
  });

  it.each<Asked>([
    { choice: 'hive', hive: null },
    { choice: 'hive', usesContext: true },
  ])('is missing where Hive’s has to be it and cannot: %o', (asked) => {
    expect(() => chosen(asked).choose()).toThrow(/Hive's planner/);
  });
});

describe('an operation', () => {
  it.each<[string, string, string]>([
    ['on an interface that a subgraph knows as an object', 'Media', '{ a }'],
    ['with a literal that Hive’s planner writes wrongly', 'Item', '{ a(b: "\\b") }'],
  ])('%s is left to Apollo’s planner, or refused where there is none', async (_name, type, text) => {
    const auto = chosen({});
    expect(await auto.plan(type, text)).toBe(PLAN);
    expect(auto.asked).toEqual(['apollo']);
    await expect(chosen({ choice: 'hive' }).plan(type, text)).rejects.toMatchObject({
      extensions: { code: 'QUERY_PLAN_UNSUPPORTED' },
    });
  });

  it.each([failedPlan(new Error('no path')), busyPlanner()])('goes on to Apollo’s planner on %s', async (thrown) => {
    const { asked, plan } = chosen({ hive: async () => Promise.reject(thrown) });
    expect(await plan('Item')).toBe(PLAN);
    expect(asked).toEqual(['hive', 'apollo']);
  });

  it('has no time left for another planner when the first took it all', async () => {
    const { asked, plan } = chosen({ hive: async () => Promise.reject(latePlan()) });
    await expect(plan('Item')).rejects.toMatchObject({ extensions: { code: 'QUERY_PLAN_TIMEOUT' } });
    expect(asked).toEqual(['hive']);
  });
});

describe('a literal', () => {
  it.each([
    ['a backspace', '{ a(b: "x\\b") }', false],
    ['a backslash before a b', '{ a(b: "x\\\\b") }', true],
    ['an integer that 64 bits cannot hold', '{ a(b: 12345678901234567890) }', false],
    ['an exponent of three digits', '{ a(b: 1e400) }', false],
    ['digits in a text', '{ a(b: "12345678901234567890") }', true],
  ])('that is %s: %s is written right by Hive’s planner: %s', (_name, text, expected) => {
    expect(isWrittenRightByHive(text)).toBe(expected);
  });
});
