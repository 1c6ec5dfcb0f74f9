import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { placeAt } from '../../compose/problem.ts';
import type { Finding } from '../finding.ts';
import { waysBack } from './cycles.ts';
import { readModuleGraph, type Dependency, type ModuleGraph } from './module-graph.ts';
import { readRuleBook, type Rule } from './rule-book.ts';

export const WORKSPACES = ['packages', 'subgraphs', 'router', 'client', 'tools'];

/** A dependency that a rule forbids; of a cycle, the way back. */
interface Violation {
  readonly rule: Rule;
  readonly dependency: Dependency;
  readonly wayBack: readonly string[] | undefined;
}

/**
 * Imports that the rules of the house forbid, cycles among them, types included. The rules are written as
 * dependency-cruiser has them; it takes ten times as long, so tests/architecture holds against it what is found here.
 */
export function forbiddenImports(root: string, rulesIn: string = root): Finding[] {
  const { forbidden, options } = readRuleBook(rulesIn);
  const graph = readModuleGraph(root, WORKSPACES, options, rulesIn);
  return [...unreadable(root, graph), ...violations(graph, forbidden).map((one) => finding(root, one))];
}

function violations({ dependencies }: ModuleGraph, rules: readonly Rule[]): Violation[] {
  const ways = waysBack(dependencies);
  const found = new Map<string, Violation>();
  for (const rule of rules) {
    const isForbidden = createTest(rule);
    for (const dependency of dependencies) {
      const wayBack = ways.get(dependency);
      if (!isForbidden(dependency, wayBack !== undefined)) continue;
      const { from, to } = dependency;
      // A cycle is told once, and so is what several statements import of the same module.
      const key = rule.to.circular === true ? (wayBack ?? []).toSorted().join(' ') : `${from} ${to}`;
      const id = `${rule.name} ${key}`;
      if (!found.has(id)) found.set(id, { rule, dependency, wayBack });
    }
  }
  return [...found.values()];
}

/** What the rule's patterns captured of the importing file stands in those of the imported one as $1, $2 and so on. */
function createTest({ from, to }: Rule): (dependency: Dependency, isCircular: boolean) => boolean {
  const [fromPath, fromPathNot] = [compiled(from.path), compiled(from.pathNot)];
  const patterns = new Map<string, RegExp>();
  const matches = (pattern: string, groups: readonly string[], path: string) => {
    const filled = pattern.replaceAll(/\$(\d+)/g, (_all, group: string) => groups[Number(group)] ?? '');
    const known = patterns.get(filled) ?? new RegExp(filled);
    patterns.set(filled, known);
    return known.test(path);
  };
  return (dependency, isCircular) => {
    const groups = fromPath === undefined ? [] : fromPath.exec(dependency.from);
    if (groups === null || fromPathNot?.test(dependency.from) === true) return false;
    const isOne = (type: 'type-only' | 'npm-dev') => dependency.types.has(type);
    return (
      (to.path === undefined || matches(to.path, groups, dependency.to)) &&
      (to.pathNot === undefined || !matches(to.pathNot, groups, dependency.to)) &&
      (to.circular === undefined || to.circular === isCircular) &&
      (to.dependencyTypes === undefined || to.dependencyTypes.some(isOne)) &&
      !(to.dependencyTypesNot ?? []).some(isOne)
    );
  };
}

function compiled(pattern: string | undefined): RegExp | undefined {
  return pattern === undefined ? undefined : new RegExp(pattern);
}

function finding(root: string, { rule, dependency: { from, to, offset }, wayBack }: Violation): Finding {
  const what =
    rule.to.circular === true && wayBack !== undefined
      ? `${from} is imported by what it imports: ${[from, ...wayBack].join(' → ')}`
      : `${from} imports ${to}`;
  return {
    check: 'boundaries',
    code: rule.name.replaceAll('-', '_').toUpperCase(),
    severity: rule.severity === 'error' ? 'error' : 'warning',
    message: `${what}. ${rule.comment}`,
    places: [placeAt(from, readFileSync(join(root, from), 'utf8'), offset)],
    hint: 'docs/architecture.md, “Inside a service”, says who may import whom; pass what is needed as an argument, or move it.',
  };
}

function unreadable(root: string, graph: ModuleGraph): Finding[] {
  return graph.unreadable.map(({ file, reason }) => ({
    check: 'boundaries',
    code: reason.code,
    severity: 'error',
    message: `${file} cannot be read, so nobody knows what it imports: ${reason.message}`,
    places: [placeAt(file, readFileSync(join(root, file), 'utf8'), reason.offset)],
    hint: 'Mend its syntax, and run it again.',
  }));
}
