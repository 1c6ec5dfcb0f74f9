import { visitUses, type UsingDefinition } from '@galleria/kit/graphql/used-coordinates';
import { Kind, type ASTNode, type DocumentNode, type GraphQLSchema } from 'graphql';

/** That a part of the schema is used. */
export interface Use {
  /** `query ProductPage`, `fragment PriceParts` */
  readonly by: string;
  readonly node: ASTNode;
}

/** By coordinate: `Type.field`, `Type.field.argument`, `Input.field`, `Enum.VALUE`, `Type`, `@directive`. */
export type Uses = ReadonlyMap<string, readonly Use[]>;

/** What a document uses of a schema. What it asks for and the schema does not have is left out. */
export function usesOf(schema: GraphQLSchema, document: DocumentNode): Uses {
  const uses = new Map<string, Use[]>();
  visitUses(schema, document, (coordinate, node, by) => {
    const known = uses.get(coordinate) ?? [];
    known.push({ by: nameOf(by), node });
    uses.set(coordinate, known);
  });
  return uses;
}

function nameOf(definition: UsingDefinition): string {
  if (definition.kind === Kind.FRAGMENT_DEFINITION) return `fragment ${definition.name.value}`;
  return `${definition.operation} ${definition.name?.value ?? 'without a name'}`;
}
