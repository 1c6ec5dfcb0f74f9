import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult, type IModule, type IViolation } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { placeAt, type Place } from '../../compose/problem.ts';
import type { Finding } from '../finding.ts';

const RULES = '.dependency-cruiser.cjs';
const WORKSPACES = ['packages', 'subgraphs', 'router', 'client', 'tools'];

/** Imports that the rules of the house forbid, cycles among them, types included. */
export async function forbiddenImports(root: string, rulesIn: string = root): Promise<Finding[]> {
  const options = await extractDepcruiseOptions(join(rulesIn, RULES));
  const result = await cruise(WORKSPACES, { ...options, baseDir: root }, options.enhancedResolveOptions, {
    tsConfig: extractTSConfig(join(rulesIn, 'tsconfig.json')),
  });
  const { modules, summary } = result.output as ICruiseResult;
  const comments = new Map((options.ruleSet?.forbidden ?? []).map(({ name, comment }) => [name, comment]));
  return summary.violations.map((violation) => finding(root, violation, modules, comments.get(violation.rule.name)));
}

function finding(root: string, violation: IViolation, modules: readonly IModule[], comment = ''): Finding {
  const { rule, from, to, cycle } = violation;
  const what =
    cycle === undefined
      ? `${from} imports ${to}`
      : `${from} is imported by what it imports: ${[from, ...cycle.map(({ name }) => name)].join(' → ')}`;
  return {
    check: 'boundaries',
    code: rule.name.replaceAll('-', '_').toUpperCase(),
    severity: rule.severity === 'error' ? 'error' : 'warning',
    message: `${what}. ${comment}`,
    places: [importPlace(root, from, cycle?.[0]?.name ?? to, modules)],
    hint: 'docs/architecture.md, “Inside a service”, says who may import whom; pass what is needed as an argument, or move it.',
  };
}

/** The line that imports it. */
function importPlace(root: string, from: string, to: string, modules: readonly IModule[]): Place {
  const dependencies = modules.find(({ source }) => source === from)?.dependencies ?? [];
  const specifier = dependencies.find(({ resolved }) => resolved === to)?.module;
  const text = readFileSync(join(root, from), 'utf8');
  const offsets = [`'${specifier}'`, `"${specifier}"`].map((quoted) => text.indexOf(quoted));
  return placeAt(from, text, Math.max(0, ...offsets));
}
