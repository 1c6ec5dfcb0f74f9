import {
  buildASTSchema,
  extendSchema,
  isInputType,
  Kind,
  parse,
  print,
  typeFromAST,
  valueFromAST,
  visit,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  type InputValueDefinitionNode,
} from 'graphql';
import { placesOf } from './error-places.ts';
import type { Problem } from './problem.ts';

/**
 * Default values that are none for their type, such as the text "RED" for an enum: composition lets them through, and
 * the router's schema is then refused, or each answer wrong (https://spec.graphql.org/October2021/#sec-Input-Values).
 */
export function wrongDefaults(subgraph: string, typeDefs: DocumentNode): Problem[] {
  const schema = inputTypesOf(typeDefs);
  if (schema === undefined) return [];
  const problems: Problem[] = [];
  visit(typeDefs, {
    InputValueDefinition: (node) => {
      if (node.defaultValue !== undefined && !fits(schema, node)) problems.push(describe(subgraph, node));
    },
  });
  return problems;
}

function fits(schema: GraphQLSchema, { type: typeNode, defaultValue }: InputValueDefinitionNode): boolean {
  const type = typeFromAST(schema, typeNode);
  // What the type is, composition says better.
  return !isInputType(type) || valueFromAST(defaultValue, type) !== undefined;
}

function describe(subgraph: string, { name, type, defaultValue }: InputValueDefinitionNode): Problem {
  const value = defaultValue === undefined ? '' : print(defaultValue);
  return {
    code: 'INVALID_DEFAULT_VALUE',
    message: `The default ${value} of ${name.value} is no ${print(type)}.`,
    subgraphs: [subgraph],
    places: placesOf(defaultValue === undefined ? [] : [defaultValue]),
    ...(defaultValue?.kind === Kind.STRING ? { hint: 'A value of an enum is written without quotes.' } : {}),
  };
}

const DEFINITIONS: readonly string[] = [
  Kind.ENUM_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
];
const EXTENSIONS: readonly string[] = [Kind.ENUM_TYPE_EXTENSION, Kind.INPUT_OBJECT_TYPE_EXTENSION];

/** Undefined where they do not fit together: composition says why. */
function inputTypesOf({ definitions }: DocumentNode): GraphQLSchema | undefined {
  const pick = (kinds: readonly string[]) => definitions.filter(({ kind }) => kinds.includes(kind));
  const document = (picked: readonly DefinitionNode[]): DocumentNode => ({ kind: Kind.DOCUMENT, definitions: picked });
  const root = parse('type Query { unused: ID }').definitions;
  try {
    const schema = buildASTSchema(document([...root, ...pick(DEFINITIONS)]), { assumeValidSDL: true });
    return extendSchema(schema, document(pick(EXTENSIONS)), { assumeValidSDL: true });
  } catch {
    return undefined;
  }
}
