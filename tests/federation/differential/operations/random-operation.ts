import {
  getOperationAST,
  getVariableValues,
  Kind,
  print,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import type { Operation } from '../engines/engine.ts';
import type { Choices } from './choices.ts';
import { createSelections } from './random-selections.ts';
import { without } from './tidy.ts';
import { createVariables } from './variables.ts';

const MOST_FIELDS = 28;
const MUTATION_PERCENT = 12;
const TRIES = 20;

/** A random operation that is valid by the schema, with variables that it takes. */
export function randomOperation(choices: Choices, schema: GraphQLSchema): Operation {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const { document, ...rest } = candidate(choices, schema);
    const repaired = repair(schema, document);
    if (repaired === null) continue;
    const operation = withKnownVariables({ query: print(repaired), ...rest }, repaired);
    if (takesVariables(schema, repaired, operation)) return operation;
  }
  return { query: '{ __typename }' };
}

function candidate(choices: Choices, schema: GraphQLSchema) {
  const mutation = schema.getMutationType();
  const isMutation = mutation != null && choices.chance(MUTATION_PERCENT);
  const root = isMutation ? mutation : schema.getQueryType();
  if (root == null) throw new Error('a schema without a query type');
  const variables = createVariables(choices);
  const selections = createSelections({ choices, schema, variables, budget: 2 + choices.below(MOST_FIELDS) });
  const selectionSet = selections.of(root);
  const isNamed = choices.chance(40);
  const hasOther = choices.chance(6);
  const name = isNamed || hasOther ? { name: { kind: Kind.NAME, value: 'Asked' } as const } : {};
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      ...(hasOther ? [OTHER_OPERATION] : []),
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: isMutation ? ('mutation' as never) : ('query' as never),
        ...name,
        variableDefinitions: variables.definitions(),
        selectionSet,
      },
      ...selections.fragments(),
    ],
  };
  const operationName = hasOther || (isNamed && choices.chance(50)) ? { operationName: 'Asked' } : {};
  return { document, variables: variables.values(), ...operationName };
}

const OTHER_OPERATION = {
  kind: Kind.OPERATION_DEFINITION,
  operation: 'query' as never,
  name: { kind: Kind.NAME, value: 'Other' },
  selectionSet: {
    kind: Kind.SELECTION_SET,
    selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
  },
} as const;

/** Takes out what validation refuses, mostly fields that do not go together under one key; null where that fails. */
function repair(schema: GraphQLSchema, document: DocumentNode): DocumentNode | null {
  let current: DocumentNode | null = document;
  for (let round = 0; round < 6 && current !== null; round += 1) {
    const errors = validate(schema, current);
    if (errors.length === 0) return current;
    current = without(current, new Set(errors.flatMap(({ nodes }) => nodes?.at(-1) ?? [])));
  }
  return null;
}

/** Whether the schema takes an operation with its variables. */
export function isValid(schema: GraphQLSchema, document: DocumentNode, operation: Operation): boolean {
  return validate(schema, document).length === 0 && takesVariables(schema, document, operation);
}

function takesVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  { variables, operationName }: Operation,
): boolean {
  const definitions = getOperationAST(document, operationName)?.variableDefinitions;
  return definitions !== undefined && getVariableValues(schema, definitions, variables ?? {}).errors === undefined;
}

/** The operation without values of variables that it does not define. */
export function withKnownVariables(operation: Operation, document: DocumentNode): Operation {
  const definition = getOperationAST(document, operation.operationName);
  const known = new Set(definition?.variableDefinitions?.map(({ variable }) => variable.name.value));
  const { variables: given = {}, ...rest } = operation;
  const variables = Object.fromEntries(Object.entries(given).filter(([name]) => known.has(name)));
  return Object.keys(variables).length === 0 ? rest : { ...rest, variables };
}
