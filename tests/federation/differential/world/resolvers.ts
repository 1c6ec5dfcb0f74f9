import { isAbstractType, isObjectType, type GraphQLFieldResolver, type GraphQLSchema } from 'graphql';
import { ROOT_ID, type Ref } from './data.ts';

/** Gives every field of a schema one resolver, and every abstract type the name that an object has. */
export function attachResolvers(
  schema: GraphQLSchema,
  resolverOf: (type: string, field: string) => GraphQLFieldResolver<Ref | undefined, unknown>,
): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('_')) continue;
    if (isAbstractType(type)) type.resolveType = (value: unknown) => (value as Ref).type;
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (!field.name.startsWith('_')) field.resolve = resolverOf(type.name, field.name);
    }
  }
}

/** The object that a resolver is about: the root has none. */
export function sourceOf(source: Ref | undefined, type: string): Ref {
  return source ?? { type, family: type, id: ROOT_ID };
}
