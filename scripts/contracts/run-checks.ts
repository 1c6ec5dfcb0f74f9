import { CompositionError } from '../compose/problem.ts';
import type { Apart } from './apart.ts';
import type { Arguments } from './arguments.ts';
import { isFileCheck, type Check, type CheckContext } from './check.ts';
import { toFinding } from './composition/composition-check.ts';
import type { CheckName, Finding } from './finding.ts';
import type { Outcome, Report } from './reports/report.ts';
import { noVerdicts, openVerdicts, type Verdict } from './verdicts.ts';

export interface Surroundings {
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly today: string;
  readonly checks: readonly Check[];
  /** How to run checks in another process; absent: everything is run in this one. */
  readonly apart?: Apart;
  /** What was asked for. */
  readonly print: (text: string) => void;
  /** Why it could not be done. */
  readonly complain: (text: string) => void;
}

type Run = (check: Check) => Promise<readonly Finding[]>;

/** All at once: what several need is loaded by the first that asks, and what waits for files lets others compute. */
export async function runChecks(chosen: Arguments, surroundings: Surroundings): Promise<Report> {
  const { checks } = chosen;
  const context = createContext(chosen, surroundings);
  const run = whereItRuns(chosen, surroundings, context);
  const started = performance.now();
  const results = await Promise.all(
    checks.map(async (check) => {
      const findings = await run(check).catch((thrown: unknown) => notComposed(thrown, check, checks));
      return { findings, outcome: { check: check.name, milliseconds: performance.now() - started } satisfies Outcome };
    }),
  );
  const isPage = [chosen.format, ...chosen.reports.map(({ format }) => format)].includes('markdown');
  return {
    outcomes: results.map(({ outcome }) => outcome),
    findings: results.flatMap(({ findings }) => findings),
    ...(isPage && checks.some(({ name }) => name === 'schema') ? { schemaDiff: await difference(context) } : {}),
  };
}

/** What is loaded brings half of the program with it: only who asks for it pays. */
function createContext({ base, usage, usesCache }: Arguments, { root, env, today }: Surroundings): CheckContext {
  const graph = once(async () => (await import('./graph.ts')).loadGraph(root, env));
  return {
    ...{ root, env, today, graph },
    base: once(async () => (await import('./base.ts')).loadBase({ root, env, graph, given: base })),
    operations: once(async () => (await import('./operations/operations.ts')).readOperations(root)),
    usage: once(async () => {
      return usage.length === 0 ? [] : (await import('./operations/usage.ts')).readUsage(root, usage);
    }),
    verdicts: usesCache ? openVerdicts(root, env) : noVerdicts,
  };
}

/** Not at all while nothing has changed since it was clean; in another process while this one has other work. */
function whereItRuns({ checks, usesCache }: Arguments, { apart }: Surroundings, context: CheckContext): Run {
  const verdicts = new Map<CheckName, Verdict>();
  for (const { name, reads } of checks.filter(isFileCheck)) verdicts.set(name, context.verdicts.about(name, reads));
  const due = checks.filter(({ name }) => verdicts.get(name)?.isClean !== true);
  const others = due.filter(isFileCheck);
  const isShared = others.length > 0 && due.length > others.length;
  const told = isShared ? apart?.(others, usesCache) : undefined;
  return async (check) => {
    const verdict = verdicts.get(check.name);
    if (verdict?.isClean === true) return [];
    const findings = (await told?.get(check.name))?.findings ?? (await check.run(context));
    if (findings.length === 0) await verdict?.record();
    return findings;
  };
}

/** Nothing where there is nothing to compare, which the checks have told. */
async function difference({ graph, base }: CheckContext): Promise<string> {
  const before = await base().catch(() => undefined);
  const after = await graph().catch(() => undefined);
  if (before === undefined || after === undefined) return '';
  return (await import('./reports/schema-diff.ts')).schemaDiff(before, after);
}

/** A graph that does not compose is told once, by composition when it is asked for; no other check passes by that. */
function notComposed(thrown: unknown, { name }: Check, checks: readonly Check[]): readonly Finding[] {
  if (!(thrown instanceof CompositionError)) throw thrown;
  if (name === 'composition' || !checks.some((check) => check.name === 'composition')) {
    return thrown.problems.map((problem) => ({ ...toFinding(problem, 'error'), check: name }));
  }
  return [
    {
      check: name,
      code: 'NOT_CHECKED',
      severity: 'warning',
      message: 'This was not checked: the supergraph does not compose.',
      places: [],
      hint: 'See what composition says, and run it again.',
    },
  ];
}

function once<Value>(load: () => Promise<Value>): () => Promise<Value> {
  let loading: Promise<Value> | undefined;
  return () => (loading ??= load());
}
