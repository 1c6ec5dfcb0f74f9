import {
  isInterfaceType,
  isObjectType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type GraphQLUnionType,
} from 'graphql';
import type { FragmentSelection, Selection, Withheld } from '../operation/selection.ts';

export type CompositeType = GraphQLObjectType | GraphQLInterfaceType | GraphQLUnionType;

/** One field of an answer. */
export interface ShapeField {
  readonly name: string;
  readonly responseName: string;
  readonly key: string;
  /** Absent for introspection and `__typename`. */
  readonly type: GraphQLOutputType | undefined;
  /** What all selections of the field select below it. */
  readonly selections: readonly Selection[];
  /** Why it is null for this viewer. */
  readonly withheld: readonly Withheld[] | undefined;
}

/** Which fields an object has in the answer, in their order (CollectFields of the specification, section 6.3.2). */
export type ShapeOf = (selections: readonly Selection[], type: CompositeType) => readonly ShapeField[];

/**
 * Shapes by selection and type of the object, each worked out once. The type is an interface or a union for objects
 * that do not tell what they are, because nothing that is selected depends on it.
 */
export function createShapes(schema: GraphQLSchema): ShapeOf {
  const known = new WeakMap<readonly Selection[], Map<CompositeType, readonly ShapeField[]>>();
  return (selections, type) => {
    const ofSelections = known.get(selections) ?? new Map<CompositeType, readonly ShapeField[]>();
    known.set(selections, ofSelections);
    const found = ofSelections.get(type) ?? collectFields(schema, selections, type);
    ofSelections.set(type, found);
    return found;
  };
}

function collectFields(schema: GraphQLSchema, selections: readonly Selection[], type: CompositeType): ShapeField[] {
  const fields = new Map<string, ShapeField>();
  collect(selections);
  return [...fields.values()];

  function collect(from: readonly Selection[]): void {
    for (const selection of from) {
      if (selection.kind === 'fragment') {
        if (selection.deferral === undefined && applies(schema, selection.type, type)) collect(selection.selections);
        continue;
      }
      const before = fields.get(selection.responseName);
      fields.set(selection.responseName, {
        name: selection.name,
        responseName: selection.responseName,
        key: selection.key,
        type: fieldType(type, selection.name),
        selections: [...(before?.selections ?? []), ...(selection.selections ?? [])],
        withheld: before?.withheld ?? selection.withheld,
      });
    }
  }
}

/** A fragment whose fields come in a part of their own. */
export type DeferredFragment = FragmentSelection & Required<Pick<FragmentSelection, 'deferral'>>;

/** Those of an object of `type`, in fragments that are not deferred themselves as well. */
export function deferredOf(
  schema: GraphQLSchema,
  selections: readonly Selection[],
  type: CompositeType,
): DeferredFragment[] {
  return selections.flatMap((selection) => {
    if (selection.kind === 'field' || !applies(schema, selection.type, type)) return [];
    const { deferral } = selection;
    return deferral === undefined ? deferredOf(schema, selection.selections, type) : [{ ...selection, deferral }];
  });
}

/** Whether a fragment on `condition` is about objects of `type`. */
function applies(schema: GraphQLSchema, condition: string, type: CompositeType): boolean {
  if (condition === type.name) return true;
  const wanted = schema.getType(condition);
  const isAbstract = isInterfaceType(wanted) || (wanted !== undefined && 'getTypes' in wanted);
  if (!isAbstract || !(isObjectType(type) || isInterfaceType(type))) return false;
  return schema.isSubType(wanted, type);
}

/**
 * The type of an object. One that does not tell, or is known by its interface only (`@interfaceObject`), is taken for
 * what stands in the schema; undefined for one that cannot be there.
 */
export function actualType(schema: GraphQLSchema, type: CompositeType, typename: unknown): CompositeType | undefined {
  if (typename === undefined || typename === type.name) return type;
  const actual = typeof typename === 'string' ? schema.getType(typename) : undefined;
  if (!isObjectType(actual) || isObjectType(type)) return undefined;
  return schema.isSubType(type, actual) ? actual : undefined;
}

function fieldType(type: CompositeType, name: string): GraphQLOutputType | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name]?.type : undefined;
}
