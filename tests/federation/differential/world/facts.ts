import {
  getNamedType,
  isInterfaceType,
  isObjectType,
  isAbstractType,
  Kind,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { ContextArguments } from './contexts.ts';
import type { FieldDeclaration, TypeDeclaration } from './declarations.ts';

/** One subgraph: its text, what its directives say, and its schema. */
export interface Subgraph {
  readonly name: string;
  readonly sdl: string;
  readonly declarations: ReadonlyMap<string, TypeDeclaration>;
  readonly schema: GraphQLSchema;
}

/** What is true of a field in all subgraphs together. */
export interface FieldFacts {
  readonly type: GraphQLOutputType;
  readonly field: GraphQLField<unknown, unknown>;
  /** The schema of the subgraph whose declaration this is. */
  readonly schema: GraphQLSchema;
  /** The subgraphs that resolve it. */
  readonly owners: readonly string[];
  readonly requires: SelectionSetNode | null;
  /** It is part of a key or required: it never fails, for what a failure of it does to others is not defined. */
  readonly reliable: boolean;
  /** The keys of its type that it is part of, each as the number of its fields and its place among them. */
  readonly keyPlaces: readonly { readonly size: number; readonly index: number }[];
  /** The object types that every owner knows as members of the type it has. */
  readonly possibleTypes: readonly string[];
}

/** What all subgraphs say together. */
export interface Facts {
  readonly subgraphs: readonly Subgraph[];
  /** Throws for a field that nobody resolves. */
  readonly field: (type: string, field: string) => FieldFacts;
  /** Whether the subgraph answers for a field of a type as it knows it, interface objects included. */
  readonly resolves: (subgraph: Subgraph, type: string, field: string) => boolean;
  readonly isEntity: (type: string) => boolean;
  /** The name under which objects of this type are counted: the entity interface that it implements, or its own. */
  readonly family: (type: string) => string;
  /** The object types of a family, in order. */
  readonly members: (family: string) => readonly string[];
}

export function createFacts(subgraphs: readonly Subgraph[], contextArguments: ContextArguments): Facts {
  const families = familiesOf(subgraphs);
  const reliable = reliableFields(subgraphs, contextArguments);
  const known = new Map<string, FieldFacts>();
  const isEntity = (type: string) => subgraphs.some(({ declarations }) => hasKey(declarations.get(type)));
  const family = (type: string) => families.get(type) ?? type;
  const field = (type: string, name: string): FieldFacts => {
    const id = `${type}.${name}`;
    const found = known.get(id) ?? readFacts({ subgraphs, reliable, families }, [type, family(type)], name);
    known.set(id, found);
    return found;
  };
  const members = (name: string) => {
    const names = [...families].filter(([, other]) => other === name).map(([type]) => type);
    return names.length === 0 ? [name] : names.sort();
  };
  const asked = (subgraph: Subgraph, type: string, name: string) => resolves(subgraph, type, name, subgraphs);
  return { subgraphs, field, resolves: asked, isEntity, family, members };
}

function hasKey(type: TypeDeclaration | undefined): boolean {
  return type !== undefined && type.keys.length > 0;
}

/** Object types that implement an interface with a key, and that interface. */
function familiesOf(subgraphs: readonly Subgraph[]): ReadonlyMap<string, string> {
  const families = new Map<string, string>();
  for (const { schema, declarations } of subgraphs) {
    for (const [name, declaration] of declarations) {
      const type = schema.getType(name);
      if (!hasKey(declaration) || !isInterfaceType(type)) continue;
      for (const object of schema.getPossibleTypes(type)) families.set(object.name, name);
    }
  }
  return families;
}

/** Every `Type.field` that stands in a `@key`, a `@requires` or a `@fromContext`, with what is nested there. */
function reliableFields(subgraphs: readonly Subgraph[], contextArguments: ContextArguments): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { schema, declarations } of subgraphs) {
    for (const [name, declaration] of declarations) {
      for (const key of declaration.keys) collect(schema, name, key, found);
      for (const { requires } of declaration.fields.values()) {
        if (requires !== null) collect(schema, name, requires, found);
      }
    }
    for (const { types, selection } of [...contextArguments.values()].flat()) {
      for (const type of types) if (schema.getType(type) !== undefined) collect(schema, type, selection, found);
    }
  }
  return found;
}

function collect(schema: GraphQLSchema, typeName: string, selection: SelectionSetNode, found: Set<string>): void {
  const type = schema.getType(typeName);
  if (isAbstractType(type)) {
    for (const object of schema.getPossibleTypes(type)) collect(schema, object.name, selection, found);
  }
  for (const selected of selection.selections) {
    if (selected.kind === Kind.INLINE_FRAGMENT) {
      collect(schema, selected.typeCondition?.name.value ?? typeName, selected.selectionSet, found);
    }
    if (selected.kind !== Kind.FIELD) continue;
    found.add(`${typeName}.${selected.name.value}`);
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[selected.name.value] : undefined;
    if (field !== undefined && selected.selectionSet !== undefined) {
      collect(schema, getNamedType(field.type).name, selected.selectionSet, found);
    }
  }
}

interface Sources {
  readonly subgraphs: readonly Subgraph[];
  readonly reliable: ReadonlySet<string>;
  readonly families: ReadonlyMap<string, string>;
}

function readFacts({ subgraphs, reliable, families }: Sources, types: readonly string[], name: string): FieldFacts {
  for (const type of types) {
    const declaring = subgraphs.filter(
      ({ declarations, schema }) => declarations.get(type)?.fields.has(name) && isObjectType(schema.getType(type)),
    );
    const resolving = declaring.filter((subgraph) => resolves(subgraph, type, name, declaring));
    const [first] = resolving;
    const definition = first?.schema.getType(type);
    if (first === undefined || !isObjectType(definition)) continue;
    const field = definition.getFields()[name];
    if (field === undefined) continue;
    return {
      type: field.type,
      field,
      schema: first.schema,
      owners: resolving.map(({ name: owner }) => owner),
      requires: declarationOf(first, type, name)?.requires ?? null,
      reliable: types.some((each) => reliable.has(`${each}.${name}`)),
      keyPlaces: keyPlaces(subgraphs, type, name),
      possibleTypes: possibleTypes(resolving, getNamedType(field.type).name, families),
    };
  }
  throw new Error(`no subgraph resolves ${types.join(' or ')}.${name}`);
}

function declarationOf(subgraph: Subgraph, type: string, field: string): FieldDeclaration | undefined {
  return subgraph.declarations.get(type)?.fields.get(field);
}

function resolves(subgraph: Subgraph, type: string, field: string, others: readonly Subgraph[]): boolean {
  const isKey = subgraph.declarations
    .get(type)
    ?.keys.some(({ selections }) => selections.some((node) => node.kind === Kind.FIELD && node.name.value === field));
  const external = declarationOf(subgraph, type, field)?.external === true && isKey !== true;
  return !external && !others.some((other) => declarationOf(other, type, field)?.overrides === subgraph.name);
}

function keyPlaces(subgraphs: readonly Subgraph[], type: string, name: string): FieldFacts['keyPlaces'] {
  return subgraphs.flatMap(({ declarations }) =>
    (declarations.get(type)?.keys ?? []).flatMap(({ selections }) => {
      const index = selections.findIndex((node) => node.kind === Kind.FIELD && node.name.value === name);
      return index === -1 ? [] : [{ size: selections.length, index }];
    }),
  );
}

function possibleTypes(
  owners: readonly Subgraph[],
  typeName: string,
  families: ReadonlyMap<string, string>,
): readonly string[] {
  const lists = owners.map(({ schema }) => {
    const type = schema.getType(typeName);
    if (isAbstractType(type)) return schema.getPossibleTypes(type).map(({ name }) => name);
    if (!isObjectType(type)) return [];
    // An interface object stands for every implementation.
    const members = [...families].filter(([, family]) => family === type.name).map(([name]) => name);
    return members.length === 0 ? [type.name] : members;
  });
  const [first = [], ...others] = lists;
  return first.filter((name) => others.every((list) => list.includes(name))).sort();
}
