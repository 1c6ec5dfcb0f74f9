import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type DirectiveNode,
  type FieldNode,
  type GraphQLNamedType,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Denied } from '../authorization/denials.ts';
import type { Requirements } from '../authorization/requirements.ts';
import type { AcceptedOperation } from './accept.ts';
import { clientDirectives, plainArgument } from './client-directives.ts';
import { isIncluded, type Conditions } from './conditions.ts';
import type { Graph } from '../graph/graph.ts';
import { createTypesBehind } from '../graph/types-behind.ts';
import { createDeferrals } from './deferrals.ts';
import { isRootIntrospection } from '../answer/introspection.ts';
import type { ResponseKeys } from './response-keys.ts';
import type { FragmentSelection, Selection } from './selection.ts';

/** The values of the variables that decide what an operation selects. */
export interface Decided {
  readonly conditions: Conditions;
  /** Those of `@defer`; undefined when the answer is given as a whole. */
  readonly deferring: Conditions | undefined;
  /** What of its requirements the viewer does not meet. */
  readonly denied: Denied;
}

export interface NormalisedOperation {
  readonly selections: readonly Selection[];
  /** Of the operation itself, for subgraphs. */
  readonly directives: readonly DirectiveNode[];
  /** Of all the objects that it speaks of, as it speaks of them. */
  readonly types: ReadonlySet<string>;
  /** Whether something of it is. */
  readonly isDeferred: boolean;
}

/**
 * What a valid operation selects under given conditions. Deciding them before planning costs a plan for each
 * combination that comes, and leaves planners and subgraphs nothing to get wrong: a condition on one of two selections
 * of a field, on a whole root field, or on a fragment without a type.
 */
export function normalise(
  graph: Pick<Graph, 'schema' | 'requirements' | 'hiddenContexts'>,
  { operation, fragments }: AcceptedOperation,
  { conditions, deferring, denied }: Decided,
  keys: ResponseKeys,
): NormalisedOperation {
  const { schema, requirements } = graph;
  const types = new Set<string>();
  const typesBehind = createTypesBehind(graph);
  const deferrals = createDeferrals(deferring);
  const rootType = schema.getRootType(operation.operation);
  const selections = rootType == null ? [] : selectionsOf(operation.selectionSet, rootType);
  const isDeferred = deferrals.count() > 0;
  return { selections, directives: clientDirectives(schema, operation.directives), types, isDeferred };

  function selectionsOf(set: SelectionSetNode, asked: GraphQLNamedType): Selection[] {
    const behind = typesBehind(asked)?.flatMap((parent) => fragmentsOn(parent, selectionsIn(set, { parent, asked })));
    return behind ?? selectionsIn(set, { parent: asked, asked });
  }

  function selectionsIn({ selections }: SelectionSetNode, holder: Holder): Selection[] {
    types.add(holder.parent.name);
    return selections.flatMap((selection) => (isIncluded(selection, conditions) ? selectionOf(selection, holder) : []));
  }

  function selectionOf(selection: SelectionNode, holder: Holder): Selection[] {
    switch (selection.kind) {
      case Kind.FIELD:
        return [fieldOf(selection, holder)];
      case Kind.INLINE_FRAGMENT:
        return fragmentOf(selection, selection, holder);
      case Kind.FRAGMENT_SPREAD: {
        const fragment = fragments.get(selection.name.value);
        return fragment === undefined ? [] : fragmentOf(selection, fragment, holder);
      }
    }
  }

  function fragmentOf(selection: SelectionNode, written: Written, { parent, asked }: Holder): Selection[] {
    const { typeCondition, selectionSet: set } = written;
    const type = typeCondition === undefined ? parent : schema.getType(typeCondition.name.value);
    // A fragment on one of the types behind an interface comes to the others as well.
    if (type === undefined || (isObjectType(type) && isObjectType(parent) && type !== parent)) return [];
    const selections = typeCondition === undefined ? selectionsIn(set, { parent, asked }) : selectionsOf(set, type);
    const deferral = deferrals.of(selection);
    if (selections.length === 0 || (type === parent && deferral === undefined)) return selections;
    return [{ kind: 'fragment', type: type.name, selections, ...(deferral && { deferral }) }];
  }

  function fieldOf(field: FieldNode, { parent, asked }: Holder): Selection {
    const name = field.name.value;
    const type = typeOfField(parent, name);
    const isWithheld = isDenied(requirements, denied, asked, name);
    const below = type && field.selectionSet && { selectionSet: field.selectionSet, type };
    return {
      kind: 'field',
      name,
      responseName: field.alias?.value ?? name,
      key: keys.keyOf(field),
      arguments: (field.arguments ?? []).map(plainArgument),
      directives: clientDirectives(schema, field.directives),
      selections: below && (isWithheld ? [] : selectionsOf(below.selectionSet, below.type)),
      ...(isWithheld && { withheld: [{ coordinate: `${asked.name}.${name}`, path: [] }] }),
    };
  }
}

/** Of what is selected. */
interface Holder {
  /** What the objects are. */
  readonly parent: GraphQLNamedType;
  /** What the client has selected it of: an interface, where that is said of each type behind it. */
  readonly asked: GraphQLNamedType;
}

/** What a type is called, and what a schema tells of itself, everybody may know. */
function isDenied(requirements: Requirements, denied: Denied, asked: GraphQLNamedType, name: string): boolean {
  if (denied.size === 0 || name.startsWith('__')) return false;
  return requirements.ofField(asked.name, name).some((requirement) => denied.has(requirement));
}

/** A fragment, wherever it is written. */
type Written = Pick<InlineFragmentNode, 'typeCondition' | 'selectionSet'>;

function fragmentsOn({ name }: GraphQLNamedType, selections: readonly Selection[]): FragmentSelection[] {
  return selections.length === 0 ? [] : [{ kind: 'fragment', type: name, selections }];
}

/** Undefined for introspection, which is answered from the document. */
function typeOfField(parent: GraphQLNamedType, name: string): GraphQLNamedType | undefined {
  if (isRootIntrospection(name) || !(isObjectType(parent) || isInterfaceType(parent))) return undefined;
  const field = parent.getFields()[name];
  return field === undefined ? undefined : getNamedType(field.type);
}
