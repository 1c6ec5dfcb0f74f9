import { createHash } from 'node:crypto';
import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  visit,
  type DefinitionNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type ValidationRule,
} from 'graphql';
import { conditionVariables } from './conditions.ts';
import { deferringOf, type Deferring } from './deferrals.ts';
import { deferRule } from './defer-rule.ts';

/** One operation of a document that has been found valid. */
export interface AcceptedOperation {
  /** Short, and no other one's. */
  readonly id: string;
  /** SHA-256 of its document, as persisted queries are called. */
  readonly hash: string;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The variables that `@skip` and `@include` depend on. */
  readonly conditionVariables: readonly string[];
  /** Of a query or a mutation with `@defer`: the events of a subscription are given whole. */
  readonly deferring: Deferring | undefined;
}

export interface Acceptance {
  readonly schema: GraphQLSchema;
  readonly maxTokens: number;
  /** Rules that come before GraphQL's own, which take long for an operation that these would refuse. */
  readonly limits: readonly ValidationRule[];
}

const RULES = [...specifiedRules, deferRule];

export type Accepted = AcceptedOperation | { readonly refusals: readonly GraphQLError[] };

/**
 * Parses and validates a document, and picks the operation that is to be executed. Codes: `GRAPHQL_PARSE_FAILED`,
 * `GRAPHQL_VALIDATION_FAILED`, `OPERATION_RESOLUTION_FAILURE`, and those of the limits.
 */
export function acceptOperation(
  { schema, maxTokens, limits }: Acceptance,
  text: string,
  name: string | undefined,
  id: string,
): Accepted {
  const document = parseDocument(text, maxTokens);
  if (document instanceof GraphQLError) return { refusals: [document] };
  const tooLarge = validate(schema, document, limits);
  if (tooLarge.length > 0) return { refusals: tooLarge };
  const invalid = validate(schema, document, RULES);
  if (invalid.length > 0) return { refusals: invalid.map((error) => withCode(error, 'GRAPHQL_VALIDATION_FAILED')) };
  const operation = pickOperation(document, name);
  if (operation instanceof GraphQLError) return { refusals: [operation] };
  if (schema.getRootType(operation.operation) == null) {
    const message = `The graph has no ${operation.operation}s.`;
    return { refusals: [refusal(message, 'GRAPHQL_VALIDATION_FAILED', operation)] };
  }
  return {
    id,
    hash: createHash('sha256').update(text).digest('hex'),
    operation,
    fragments: fragmentsOf(document),
    conditionVariables: conditionVariables(document),
    deferring: operation.operation === OperationTypeNode.SUBSCRIPTION ? undefined : deferringOf(document),
  };
}

/** The operation and the fragments that it spreads, directly or not. */
export function definitionsOf({ operation, fragments }: AcceptedOperation): DefinitionNode[] {
  const found = new Set<FragmentDefinitionNode>();
  const look = (definition: DefinitionNode): void => {
    visit(definition, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (fragment === undefined || found.has(fragment)) return;
        found.add(fragment);
        look(fragment);
      },
    });
  };
  look(operation);
  return [operation, ...found];
}

function parseDocument(text: string, maxTokens: number): DocumentNode | GraphQLError {
  try {
    return parse(text, { maxTokens });
  } catch (thrown) {
    if (thrown instanceof GraphQLError) return withCode(thrown, 'GRAPHQL_PARSE_FAILED');
    // The parser descends by recursion, and so does what comes after it.
    if (thrown instanceof RangeError) return refusal('The document is nested too deeply.', 'GRAPHQL_PARSE_FAILED');
    throw thrown;
  }
}

/** An empty name is a name, and no operation has it (https://spec.graphql.org/October2021/#GetOperation()). */
function pickOperation({ definitions }: DocumentNode, name?: string): OperationDefinitionNode | GraphQLError {
  const operations = definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const found = name === undefined ? operations : operations.filter((operation) => operation.name?.value === name);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const message =
    name === undefined
      ? 'The document has several operations: name one.'
      : 'The document has no operation of that name.';
  return refusal(message, 'OPERATION_RESOLUTION_FAILURE');
}

function fragmentsOf({ definitions }: DocumentNode): Map<string, FragmentDefinitionNode> {
  return new Map(
    definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
}

function refusal(message: string, code: string, node?: OperationDefinitionNode): GraphQLError {
  return new GraphQLError(message, { ...(node === undefined ? {} : { nodes: node }), extensions: { code } });
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  error.extensions['code'] = code;
  return error;
}
