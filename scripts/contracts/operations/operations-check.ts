import {
  extendSchema,
  GraphQLError,
  NoDeprecatedCustomRule,
  NoUnusedFragmentsRule,
  parse,
  specifiedRules,
  validate,
  type ASTNode,
  type ASTVisitor,
  type DocumentNode,
  type GraphQLSchema,
  type ValidationContext,
} from 'graphql';
import type { Base } from '../base.ts';
import type { CheckContext } from '../check.ts';
import type { Finding } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { subgraphView } from '../schema/subgraph-view.ts';
import type { Operations } from './operations.ts';
import { placesOfNodes } from './sources.ts';

/** A document of fragments alone is shared by others. */
const RULES = [...specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule), hasRootType];
/** Directives that a client understands itself and does not send. */
const OF_CLIENTS = parse(`
  directive @unmask(mode: String) on FRAGMENT_SPREAD
  directive @client(always: Boolean) on FIELD | FRAGMENT_DEFINITION | INLINE_FRAGMENT
  directive @connection(key: String!, filter: [String!]) on FIELD
  directive @nonreactive on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT
`);

/** That the graph answers every operation that the project ships, sends, or has promised to answer. */
export async function checkOperations({ graph, operations, base }: CheckContext): Promise<readonly Finding[]> {
  const [now, before, { groups, findings }] = await Promise.all([graph(), base(), operations()]);
  const api = withClientDirectives(now.apiSchema);
  const told = groups.flatMap((group) => {
    const schema = group.subgraph === undefined ? api : schemaOf(group.subgraph, now);
    return schema === undefined ? [unknownSubgraph(group)] : check(group, schema, before);
  });
  return [...findings, ...told];
}

/** GraphQL leaves this to the execution: a schema without mutations lets any mutation pass. */
function hasRootType(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition: (node) => {
      if (context.getSchema().getRootType(node.operation)) return;
      context.reportError(new GraphQLError(`The schema has no ${node.operation}.`, { nodes: node }));
    },
  };
}

function withClientDirectives(schema: GraphQLSchema): GraphQLSchema {
  const definitions = OF_CLIENTS.definitions.filter(
    (definition) => !('name' in definition && schema.getDirective(definition.name?.value ?? '')),
  );
  return extendSchema(schema, { ...OF_CLIENTS, definitions });
}

/** What the subgraph answers by itself: a service that asks it does not go through the router. */
function schemaOf(name: string, { subgraphs }: Graph): GraphQLSchema | undefined {
  const subgraph = subgraphs.find((each) => each.name === name);
  return subgraph === undefined ? undefined : subgraphView(subgraph.typeDefs, undefined);
}

function check({ document, subgraph }: Operations, schema: GraphQLSchema, base: Base | undefined): Finding[] {
  const errors = validate(schema, document, RULES);
  const known =
    base !== undefined && subgraph === undefined ? new Set(errorsBefore(errors, document, base)) : undefined;
  return [
    ...errors.map((error) => ({
      check: 'operations' as const,
      code: 'OPERATION_INVALID',
      severity: 'error' as const,
      message: `${nameOf(error, document)}: ${error.message}`,
      places: placesOfNodes(error.nodes ?? []),
      hint:
        known?.has(error.message) === false
          ? `It was valid in ${base?.name ?? ''}: keep in the schema what it asks for, or change the operation first and the schema when nobody sends the old one any more.`
          : 'Ask for what the schema has, or add it to a subgraph.',
    })),
    ...validate(schema, document, [NoDeprecatedCustomRule]).map((error) => ({
      check: 'operations' as const,
      code: 'OPERATION_DEPRECATED',
      severity: 'warning' as const,
      message: `${nameOf(error, document)}: ${error.message}`,
      places: placesOfNodes(error.nodes ?? []),
      hint: 'Ask for what takes its place, before it is gone.',
    })),
  ];
}

/** Those that are nothing new. */
function errorsBefore(errors: readonly GraphQLError[], document: DocumentNode, { apiSchema }: Base): string[] {
  if (errors.length === 0) return [];
  return validate(withClientDirectives(apiSchema), document, RULES).map(({ message }) => message);
}

function nameOf({ nodes }: GraphQLError, { definitions }: DocumentNode): string {
  const loc = nodes?.[0]?.loc;
  const around = definitions.find((definition) => loc !== undefined && isAround(definition, loc));
  if (around === undefined || !('name' in around)) return 'an operation';
  const kind = 'operation' in around && typeof around.operation === 'string' ? around.operation : 'fragment';
  return `${kind} ${around.name?.value ?? 'without a name'}`;
}

function isAround({ loc }: ASTNode, inner: NonNullable<ASTNode['loc']>): boolean {
  return loc !== undefined && loc.source === inner.source && loc.start <= inner.start && inner.end <= loc.end;
}

function unknownSubgraph({ subgraph = '', document }: Operations): Finding {
  return {
    check: 'operations',
    code: 'SUBGRAPH_UNKNOWN',
    severity: 'error',
    message: `This is asked of ${subgraph}, and supergraph.yaml has no subgraph of that name.`,
    places: placesOfNodes(document.definitions.slice(0, 1)),
    hint: 'The name of the file is that of the subgraph.',
  };
}
