import {
  getNamedType,
  GraphQLID,
  GraphQLList,
  GraphQLNonNull,
  GraphQLScalarType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLFieldResolver,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { canonicalId } from '../identifiers.ts';

/**
 * Makes a subgraph's schema read every id in its one spelling, where it enters: arguments, input fields, variables, and
 * the representations of `_entities`. See docs/decisions/019-one-spelling-of-an-id.md. It changes the schema it is
 * given, which nobody may serve from yet: the scalar `ID` itself belongs to all schemas of a process, the router's
 * among them.
 */
export function readCanonicalIds(schema: GraphQLSchema): GraphQLSchema {
  schema.getTypeMap()[canonicalIdScalar.name] = canonicalIdScalar;
  for (const type of Object.values(schema.getTypeMap())) {
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) field.type = reading(field.type);
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const { args } of Object.values(type.getFields()))
      for (const argument of args) argument.type = reading(argument.type);
  }
  const entities = schema.getQueryType()?.getFields()['_entities'];
  if (entities?.resolve !== undefined) entities.resolve = withCanonicalRepresentations(entities.resolve);
  return schema;
}

const canonicalIdScalar = new GraphQLScalarType<string, string>({
  ...GraphQLID.toConfig(),
  parseValue: (value) => canonicalId(GraphQLID.parseValue(value)),
  parseLiteral: (node, variables) => canonicalId(GraphQLID.parseLiteral(node, variables)),
});

function reading(type: GraphQLInputType): GraphQLInputType {
  if (isNonNullType(type)) return new GraphQLNonNull(reading(type.ofType));
  if (isListType(type)) return new GraphQLList(reading(type.ofType));
  return type === GraphQLID ? canonicalIdScalar : type;
}

type Resolver = GraphQLFieldResolver<unknown, unknown, { readonly representations: readonly unknown[] }>;

/** `_Any` says nothing of what is in it; the type that a representation names does. */
function withCanonicalRepresentations(resolve: GraphQLFieldResolver<unknown, unknown>): Resolver {
  return (source, { representations }, context, info) =>
    resolve(
      source,
      { representations: representations.map((each) => canonicalRepresentation(each, info.schema)) },
      context,
      info,
    );
}

function canonicalRepresentation(representation: unknown, schema: GraphQLSchema): unknown {
  const typeName = isRecord(representation) ? representation['__typename'] : undefined;
  return typeof typeName === 'string' ? canonicalObject(representation, typeName, schema) : representation;
}

/** An object of a type as another subgraph, or anybody, wrote it: it may hold anything. */
function canonicalObject(value: unknown, typeName: string, schema: GraphQLSchema): unknown {
  if (Array.isArray(value)) return value.map((each) => canonicalObject(each, typeName, schema));
  const type = schema.getType(typeName);
  if (!isRecord(value) || !(isObjectType(type) || isInterfaceType(type))) return value;
  const fields = type.getFields();
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => {
      const field = fields[name];
      if (field === undefined) return [name, held];
      const { name: heldName } = getNamedType(field.type);
      return [name, heldName === GraphQLID.name ? canonicalIds(held) : canonicalObject(held, heldName, schema)];
    }),
  );
}

function canonicalIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonicalIds);
  return typeof value === 'string' ? canonicalId(value) : value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
