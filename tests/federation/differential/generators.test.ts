import { sample } from 'fast-check';
import { getOperationAST, getVariableValues, Kind, parse, print, validate, visit } from 'graphql';
import { describe, expect, it } from 'vitest';
import { runContest, type Finding } from './contest.ts';
import type { Engine, Operation } from './engines/engine.ts';
import { startOneProcess } from './engines/one-process.ts';
import { operations } from './operations/operation-arbitrary.ts';
import { HARD_SUPERGRAPHS, hardWorld } from './supergraphs/hard-supergraphs.ts';
import { worldOfSeed } from './supergraphs/world-of-seed.ts';
import type { World } from './world/world.ts';

const NO_FAULTS = { seed: 1, faultPercent: 0 };

describe('random operations', () => {
  it.each([1, 2, 5, 10])('are valid, and so are their variables (seed %i)', (seed) => {
    const { apiSchema } = worldOfSeed(seed);
    for (const { query, variables = {}, operationName } of sample(operations(apiSchema), { seed, numRuns: 100 })) {
      const document = parse(query);
      expect(validate(apiSchema, document), query).toEqual([]);
      const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
      expect(getVariableValues(apiSchema, definitions, variables).errors, query).toBeUndefined();
    }
  });

  it('hold what engines get wrong', () => {
    const texts = sample(operations(worldOfSeed(2).apiSchema), { seed: 1, numRuns: 400 }).map(({ query }) => query);
    const wanted = {
      'an alias': /\w+: \w+/,
      'an alias like a key': /\bid: (?!id)\w+/,
      'an alias with two underscores': /__key: /,
      'a named fragment': /fragment F0/,
      'an untyped fragment': /\.\.\. (@\w+\(.*\) )?\{/,
      'a condition with a literal': /@skip\(if: (true|false)\)/,
      'a condition with a variable': /@include\(if: \$/,
      'a block string': /"""/,
      'an escape': /\\"/,
      'a default': /\$v\d+: [^,)]* = /,
      'a mutation': /^mutation/,
      'a type by a variable': /__type\(name: \$/,
      'the schema': /__schema/,
      'several operations': /query Other/,
    };
    const missing = Object.entries(wanted).filter(([, pattern]) => !texts.some((text) => pattern.test(text)));
    expect(missing.map(([name]) => name)).toEqual([]);
  });

  it('are the same for the same seed', () => {
    const [one, other] = [worldOfSeed(2), worldOfSeed(2)];
    expect(one.supergraph).toBe(other.supergraph);
    const drawn = [one, other].map(({ apiSchema }) => sample(operations(apiSchema), { seed: 7, numRuns: 20 }));
    expect(drawn[0]).toEqual(drawn[1]);
  });
});

describe('the operations of supergraphs written by hand', () => {
  it.each(HARD_SUPERGRAPHS)('are valid: $name', (hard) => {
    const { apiSchema } = hardWorld(hard, NO_FAULTS);
    for (const { query } of Object.values(hard.operations))
      expect(validate(apiSchema, parse(query)), query).toEqual([]);
  });
});

describe('a bug that is planted in an engine', () => {
  const world = worldOfSeed(2);

  it('is not found where there is none', async () => {
    expect(await findingOf(world, (operation) => operation)).toBeNull();
  });

  it('is found and made small: aliases are dropped', async () => {
    const finding = await findingOf(world, (operation) => ({ ...operation, query: withoutAliases(operation.query) }));
    expect(sizeOf(finding)).toBeLessThanOrEqual(3);
    expect(finding?.operation.query).toMatch(/\w: \w/);
  });

  it('is found and made small: @skip counts for nothing', async () => {
    const finding = await findingOf(world, (operation) => ({ ...operation, query: withoutSkip(operation.query) }));
    expect(sizeOf(finding)).toBeLessThanOrEqual(3);
    expect(finding?.operation.query).toContain('@skip');
  });

  it('is found and made small: variables that are null are left out', async () => {
    const finding = await findingOf(world, ({ variables = {}, ...rest }) => ({
      ...rest,
      variables: Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== null)),
    }));
    expect(sizeOf(finding)).toBeLessThanOrEqual(4);
    expect(Object.values(finding?.operation.variables ?? {})).toContain(null);
  });
});

/** What a contest finds in an engine that is one process, asked something else than the client asked. */
async function findingOf(world: World, distort: (operation: Operation) => Operation): Promise<Finding | null> {
  const right = startOneProcess(world);
  const engine: Engine = { name: 'planted', run: (operation) => right.run(distort(operation)) };
  return runContest({ world, contestants: [{ engine, every: 1 }], seed: 1, count: 200 });
}

/** How many fields the operation of a finding has. */
function sizeOf(finding: Finding | null): number {
  if (finding === null) return Number.POSITIVE_INFINITY;
  let fields = 0;
  visit(parse(finding.operation.query), { Field: () => void (fields += 1) });
  return fields;
}

function withoutAliases(query: string): string {
  const document = visit(parse(query), {
    Field: (node) => ({ ...node, alias: undefined }),
  });
  return print(document);
}

function withoutSkip(query: string): string {
  return print(
    visit(parse(query), { [Kind.DIRECTIVE]: { enter: (node) => (node.name.value === 'skip' ? null : undefined) } }),
  );
}
