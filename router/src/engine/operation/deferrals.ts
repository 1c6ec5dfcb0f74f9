import { Kind, visit, type DirectiveNode, type DocumentNode, type SelectionNode } from 'graphql';
import { isDefer } from '../graph/defer-directive.ts';
import { conditionOf, type Conditions } from './conditions.ts';
import type { Deferral } from './selection.ts';

/** What decides whether parts of a document are deferred. */
export interface Deferring {
  /** Whether some are in any case. */
  readonly isUnconditional: boolean;
  /** The variables that `@defer` depends on. */
  readonly variables: readonly string[];
}

/** Undefined where there is no `@defer`. */
export function deferringOf(document: DocumentNode): Deferring | undefined {
  const values: (ReturnType<typeof conditionOf> | null)[] = [];
  visit(document, {
    Directive: (directive) => {
      if (isDefer(directive)) values.push(conditionOf(directive) ?? null);
    },
  });
  if (values.length === 0) return undefined;
  const variables = values.flatMap((value) => (value?.kind === Kind.VARIABLE ? [value.name.value] : []));
  const isUnconditional = values.some((value) => value === null || (value?.kind === Kind.BOOLEAN && value.value));
  return { isUnconditional, variables: [...new Set(variables)].sort() };
}

/** Which `@defer` hold with these variables; undefined when none does. Where a variable is left out, one does. */
export function heldDefers(
  deferring: Deferring | undefined,
  variables: Readonly<Record<string, unknown>>,
): Conditions | undefined {
  if (deferring === undefined) return undefined;
  const held = new Map(
    deferring.variables.map((name) => [name, !Object.hasOwn(variables, name) || variables[name] === true]),
  );
  return deferring.isUnconditional || [...held.values()].includes(true) ? held : undefined;
}

/** Names what is deferred of one operation, where `deferring` tells which `@defer` hold: without it none does. */
export interface Deferrals {
  readonly of: (selection: SelectionNode) => Deferral | undefined;
  readonly count: () => number;
}

export function createDeferrals(deferring: Conditions | undefined): Deferrals {
  let count = 0;
  return {
    of: (selection) => {
      const directive = deferring === undefined ? undefined : activeDefer(selection, deferring);
      if (directive === undefined) return undefined;
      const label = directive.arguments?.find(({ name }) => name.value === 'label')?.value;
      return { id: `d${count++}`, label: label?.kind === Kind.STRING ? label.value : undefined };
    },
    count: () => count,
  };
}

/** The `@defer` of a fragment, when it holds. */
function activeDefer({ directives }: SelectionNode, deferring: Conditions): DirectiveNode | undefined {
  return directives?.find((directive) => {
    if (!isDefer(directive)) return false;
    const value = conditionOf(directive);
    if (value?.kind === Kind.VARIABLE) return deferring.get(value.name.value) === true;
    return value === undefined || (value.kind === Kind.BOOLEAN && value.value);
  });
}
