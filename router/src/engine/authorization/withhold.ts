import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';
import type { FieldSelection, Selection, Withheld } from '../operation/selection.ts';

const TYPENAME: FieldSelection = {
  kind: 'field',
  name: '__typename',
  responseName: '__typename',
  key: '__typename',
  arguments: [],
  directives: [],
  selections: undefined,
};

/** An operation of which something may not be seen. */
export interface Permitted {
  /** What the answer is made of: with nulls, and errors, for what is withheld. */
  readonly answered: readonly Selection[];
  /** What services are asked for. */
  readonly asked: readonly Selection[];
}

/**
 * Takes what is withheld out of an operation, and with it what would come to nothing: a field of which nothing is left,
 * and an object that must not be without what is withheld of it, so that it is null whatever a service would say. A
 * mutation's field of which that is true is not executed.
 */
export function permit(schema: GraphQLSchema, selections: readonly Selection[], rootType: GraphQLNamedType): Permitted {
  const [reduced = []] = reduce(schema, [selections], rootType);
  const answered = isNullInAnyCase(schema, reduced, rootType) ? selectWithheld(reduced) : reduced;
  return { answered, asked: withoutWithheld(schema, answered, rootType) };
}

/** A field where it stands among those of one object. */
interface Placed {
  readonly field: FieldSelection;
  readonly parent: GraphQLNamedType;
  /** Not in a fragment, which may not be about the object, or come later. */
  readonly isDirect: boolean;
  /** In a fragment that comes later. */
  readonly isDeferred: boolean;
}

/**
 * What is selected of one object, from the leaves up: in as many lists as it is selected in. Fields that may or may not
 * be one stay, since what is left of one of them could be told without the other's.
 */
function reduce(
  schema: GraphQLSchema,
  lists: readonly (readonly Selection[])[],
  type: GraphQLNamedType,
): Selection[][] {
  const reduced = new Map<FieldSelection, FieldSelection>();
  for (const { parent, fields } of fieldsAlike(placedIn(schema, lists.flat(), type))) {
    const [first] = fields;
    const own = first && typeOfField(parent, first.name);
    if (own === undefined) continue;
    const named = getNamedType(own);
    const below = reduce(
      schema,
      fields.map(({ selections }) => selections ?? []),
      named,
    );
    const withheld = fields.flatMap((field) => field.withheld ?? [])[0];
    const lost = withheld === undefined ? lostOf(schema, own, below.flat()) : [withheld];
    for (const [index, field] of fields.entries()) {
      const selections = field.selections && below[index];
      reduced.set(field, { ...field, selections, ...(lost && { withheld: lost }) });
    }
  }
  const replace = (list: readonly Selection[]): Selection[] =>
    list.map((one) =>
      one.kind === 'fragment' ? { ...one, selections: replace(one.selections) } : (reduced.get(one) ?? one),
    );
  return lists.map(replace);
}

function placedIn(schema: GraphQLSchema, selections: readonly Selection[], type: GraphQLNamedType): Placed[] {
  const place = (list: readonly Selection[], around: Omit<Placed, 'field'>): Placed[] =>
    list.flatMap((one): Placed[] => {
      if (one.kind === 'field') return [{ ...around, field: one }];
      const parent = schema.getType(one.type) ?? around.parent;
      const isDeferred = around.isDeferred || one.deferral !== undefined;
      return place(one.selections, { parent, isDirect: false, isDeferred });
    });
  return place(selections, { parent: type, isDirect: true, isDeferred: false });
}

/** Those that are one field of the answer wherever they are there at all. */
function fieldsAlike(placed: readonly Placed[]): { parent: GraphQLNamedType; fields: FieldSelection[] }[] {
  const byName = groupBy(placed, ({ field }) => field.responseName);
  const groups = byName.flatMap((fields) => {
    if (fields.every(({ isDirect }) => isDirect)) return [fields];
    // No object is of two object types.
    const isByType = fields.every(({ parent }) => isObjectType(parent));
    return isByType ? groupBy(fields, ({ parent }) => parent.name) : [fields];
  });
  return groups.flatMap((fields) => {
    const [first] = fields;
    const isOne =
      fields.length === 1 ||
      fields.every(({ isDirect, isDeferred, parent }) => isDirect || (!isDeferred && isObjectType(parent)));
    return first === undefined || !isOne ? [] : [{ parent: first.parent, fields: fields.map(({ field }) => field) }];
  });
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

/** What is withheld below fields that are one, when nothing comes of it; undefined where something may. */
function lostOf(
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  selections: readonly Selection[],
): readonly Withheld[] | undefined {
  const named = getNamedType(type);
  const isList = isListType(getNullableType(type));
  const isLost = isNothingLeft(selections) || (!isList && isNullInAnyCase(schema, selections, named));
  if (!isLost) return undefined;
  const found = withheldIn(schema, selections, named).map((one) => (isList ? { ...one, path: [] } : one));
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

/** All of these fields are withheld; a list of none is one of which everything is skipped. */
function isNothingLeft(selections: readonly Selection[]): boolean {
  return (
    selections.length > 0 &&
    selections.every((one) => (one.kind === 'field' ? one.withheld !== undefined : isNothingLeft(one.selections)))
  );
}

/** Also when each type that the object may be of has something of which that is true. */
function isNullInAnyCase(schema: GraphQLSchema, selections: readonly Selection[], type: GraphQLNamedType): boolean {
  const isNull = selections.some(
    (one) => one.kind === 'field' && one.withheld !== undefined && isNonNullType(typeOfField(type, one.name)),
  );
  if (isNull || !isAbstractType(type)) return isNull;
  return schema.getPossibleTypes(type).every((possible) => {
    const own = selections.flatMap((one) =>
      one.kind === 'fragment' && one.type === possible.name && one.deferral === undefined ? one.selections : [],
    );
    return isNullInAnyCase(schema, own, possible);
  });
}

function withheldIn(schema: GraphQLSchema, selections: readonly Selection[], type: GraphQLNamedType): Withheld[] {
  return selections.flatMap((one): Withheld[] => {
    if (one.kind === 'fragment') return withheldIn(schema, one.selections, schema.getType(one.type) ?? type);
    const own = typeOfField(type, one.name);
    const isList = isListType(getNullableType(own));
    const below = own === undefined ? [] : withheldIn(schema, one.selections ?? [], getNamedType(own));
    return (one.withheld ?? below).map(({ coordinate, path }) => {
      return { coordinate, path: [one.responseName, ...(isList ? [] : path)] };
    });
  });
}

function withoutWithheld(schema: GraphQLSchema, selections: readonly Selection[], type: GraphQLNamedType): Selection[] {
  return selections.flatMap((one): Selection[] => {
    if (one.kind === 'field') {
      if (one.withheld !== undefined) return [];
      const own = typeOfField(type, one.name);
      if (one.selections === undefined || own === undefined) return [one];
      return [{ ...one, selections: withoutWithheld(schema, one.selections, getNamedType(own)) }];
    }
    const below = withoutWithheld(schema, one.selections, schema.getType(one.type) ?? type);
    if (below.length > 0) return [{ ...one, selections: below }];
    // Whether it is about an object still has to be known: the answer tells what is withheld of it.
    return isAbstractType(type) ? [TYPENAME] : [];
  });
}

function selectWithheld(selections: readonly Selection[]): Selection[] {
  return selections.flatMap((one): Selection[] => {
    if (one.kind === 'field') return one.withheld === undefined ? [] : [one];
    const below = selectWithheld(one.selections);
    return below.length === 0 ? [] : [{ ...one, selections: below }];
  });
}

function typeOfField(parent: GraphQLNamedType, name: string): GraphQLOutputType | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name]?.type : undefined;
}
