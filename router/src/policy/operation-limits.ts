import {
  GraphQLError,
  Kind,
  type ASTVisitor,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { routerErrors } from '../errors.ts';

/** How large an operation may be, with all fragments written out. */
export interface OperationLimits {
  /** Levels of fields below the operation; introspection has its own limit in graphql-js. */
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly selections: number;
}

interface Size {
  readonly depth: number;
  readonly aliases: number;
  readonly selections: number;
}

const NOTHING: Size = { depth: 0, aliases: 0, selections: 0 };
/** What is deferred comes in a part of its own, which costs what a field does. */
const PART: Size = { ...NOTHING, selections: 1 };

/**
 * A validation rule that refuses operations over the limits with OPERATION_TOO_LARGE and the limit as reason. Each
 * fragment is measured once however often it is spread: a kilobyte of fragments that spread each other twice stands for
 * millions of fields, which would cost the query planner half a minute.
 */
export function operationLimitsRule(limits: OperationLimits): ValidationRule {
  return (context: ValidationContext): ASTVisitor => {
    const measure = createMeasure((name) => context.getFragment(name) ?? undefined);
    return {
      OperationDefinition: (operation) => {
        const size = measure(operation.selectionSet);
        const found = { ...size, rootFields: rootFieldsOf(operation.selectionSet, context) };
        for (const [name, maximum] of Object.entries(limits) as [keyof OperationLimits, number][]) {
          if (found[name] <= maximum) continue;
          const refusal = routerErrors.OPERATION_TOO_LARGE({ reason: LABELS[name].reason });
          const message = `${refusal.message} It has more than ${maximum} ${LABELS[name].text}.`;
          context.reportError(new GraphQLError(message, { nodes: [operation], originalError: refusal }));
        }
      },
    };
  };
}

const LABELS: Readonly<Record<keyof OperationLimits, { readonly reason: string; readonly text: string }>> = {
  depth: { reason: 'DEPTH', text: 'levels of fields' },
  aliases: { reason: 'ALIASES', text: 'aliases' },
  rootFields: { reason: 'ROOT_FIELDS', text: 'fields at its root' },
  selections: { reason: 'SELECTIONS', text: 'fields in all' },
};

function createMeasure(fragmentByName: (name: string) => FragmentDefinitionNode | undefined) {
  const sizes = new Map<string, Size>();
  const measure = (selectionSet: SelectionSetNode): Size => {
    let total = NOTHING;
    for (const selection of selectionSet.selections) {
      if (isDeferred(selection)) total = beside(total, PART);
      switch (selection.kind) {
        case Kind.FRAGMENT_SPREAD:
          total = beside(total, measureFragment(selection.name.value));
          break;
        case Kind.INLINE_FRAGMENT:
          total = beside(total, measure(selection.selectionSet));
          break;
        case Kind.FIELD: {
          const below = selection.selectionSet === undefined ? NOTHING : measure(selection.selectionSet);
          const isIntrospection = selection.name.value.startsWith('__');
          total = beside(total, {
            depth: isIntrospection ? 0 : below.depth + 1,
            aliases: below.aliases + (selection.alias === undefined ? 0 : 1),
            selections: below.selections + 1,
          });
        }
      }
    }
    return total;
  };
  const measureFragment = (name: string): Size => {
    const measured = sizes.get(name);
    if (measured !== undefined) return measured;
    // Fragments that spread each other in a cycle are refused by a rule of graphql-js: here they must only not recurse.
    sizes.set(name, NOTHING);
    const fragment = fragmentByName(name);
    const size = fragment === undefined ? NOTHING : measure(fragment.selectionSet);
    sizes.set(name, size);
    return size;
  };
  return measure;
}

function isDeferred({ directives }: SelectionNode): boolean {
  return directives?.some(({ name }) => name.value === 'defer') === true;
}

function beside(one: Size, other: Size): Size {
  return {
    depth: Math.max(one.depth, other.depth),
    aliases: one.aliases + other.aliases,
    selections: one.selections + other.selections,
  };
}

function rootFieldsOf(root: SelectionSetNode, context: ValidationContext, spread = new Set<string>()): number {
  return root.selections.reduce((count, selection) => {
    if (selection.kind === Kind.FIELD) return count + 1;
    if (selection.kind === Kind.INLINE_FRAGMENT) return count + rootFieldsOf(selection.selectionSet, context, spread);
    const fragment = context.getFragment(selection.name.value);
    if (fragment == null || spread.has(fragment.name.value)) return count;
    spread.add(fragment.name.value);
    return count + rootFieldsOf(fragment.selectionSet, context, spread);
  }, 0);
}
