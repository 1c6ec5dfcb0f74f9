import { getVariableValues, GraphQLError, Kind, OperationTypeNode, type GraphQLSchema } from 'graphql';
import { isForSubstitute } from '../plan/plan-errors.ts';
import { refusal, type Refusal } from './answering.ts';
import { NOTHING_DENIED, type Denials } from './authorization/denials.ts';
import type { Ready } from './bringing.ts';
import type { Graph } from './graph/graph.ts';
import { drawOverrides } from './graph/overrides.ts';
import type { AcceptedOperation } from './operation/accept.ts';
import { heldDefers } from './operation/deferrals.ts';
import type { Operations } from './operation/operations.ts';
import type { PreparedOperation, Variant } from './operation/prepare.ts';
import type { Admit, OperationRequest } from './operation-request.ts';

const NOT_A_QUERY = refusal('OPERATION_NOT_A_QUERY', 'Only queries are answered here.');

/** What decides about operations before they are planned. */
interface Policy<Context> {
  readonly admit: Admit<Context> | undefined;
  readonly denials: Denials<Context>;
}

/** Of a variant, what is not drawn by lot. */
type Decided = Omit<Variant, 'conditions' | 'overrides'> & { readonly holds: (variable: string) => boolean };

/** Accepts and plans what is to be executed. */
export function createPreparing<Context>(graph: Graph, operations: Operations, { admit, denials }: Policy<Context>) {
  const { schema } = graph;
  return { prepare, warm };

  async function prepare(request: OperationRequest<Context>, takesParts = false): Promise<Ready | Refusal> {
    const accepted = operations.accept(request.query, request.operationName ?? undefined);
    if ('refusals' in accepted) return { errors: accepted.refusals };
    const variables = coerceVariables(schema, accepted, request.variables ?? {});
    if ('refusals' in variables) return { errors: variables.refusals };
    const { coerced } = variables;
    if (request.queriesOnly === true && accepted.operation.operation !== OperationTypeNode.QUERY) return NOT_A_QUERY;
    try {
      admit?.({ ...accepted, schema, variables: coerced }, request.context);
    } catch (thrown) {
      return refusalOf(thrown);
    }
    const denied = (await denials.of(accepted, request.context)) ?? NOTHING_DENIED;
    const holds = (variable: string) => coerced[variable] === true;
    const deferring = takesParts ? heldDefers(accepted.deferring, coerced) : undefined;
    const prepared = await plan(accepted, { holds, deferring, denied });
    return 'errors' in prepared ? prepared : { accepted, prepared, variables: coerced };
  }

  /** What no planner plans in parts is planned as a whole. */
  async function plan(accepted: AcceptedOperation, decided: Decided): Promise<PreparedOperation | Refusal> {
    const prepared = await planAs(accepted, decided);
    if (decided.deferring === undefined || !('errors' in prepared)) return prepared;
    return prepared.errors.some(isForSubstitute) ? planAs(accepted, { ...decided, deferring: undefined }) : prepared;
  }

  async function planAs(
    accepted: AcceptedOperation,
    { holds, deferring, denied }: Decided,
  ): Promise<PreparedOperation | Refusal> {
    const conditions = new Map(accepted.conditionVariables.map((name) => [name, holds(name)]));
    try {
      const overrides = drawOverrides(graph.overrideLabels);
      return await operations.prepare(accepted, { conditions, deferring, denied, overrides });
    } catch (thrown) {
      return refusalOf(thrown);
    }
  }

  async function warm(query: string, operationName?: string): Promise<readonly GraphQLError[]> {
    const accepted = operations.accept(query, operationName);
    if ('refusals' in accepted) return accepted.refusals;
    const holds = (variable: string) => isTrueByDefault(accepted, variable);
    const deferring = heldDefers(accepted.deferring, {});
    for (const denied of denials.likely(accepted)) {
      const prepared = await plan(accepted, { holds, deferring: undefined, denied });
      if ('errors' in prepared) return prepared.errors;
      if (deferring !== undefined) await plan(accepted, { holds, deferring, denied });
    }
    return [];
  }
}

function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof GraphQLError) return { errors: [thrown] };
  throw thrown;
}

function isTrueByDefault({ operation }: AcceptedOperation, variable: string): boolean {
  const definition = operation.variableDefinitions?.find(({ variable: { name } }) => name.value === variable);
  return definition?.defaultValue?.kind === Kind.BOOLEAN && definition.defaultValue.value;
}

type Coerced = { readonly coerced: Readonly<Record<string, unknown>> } | { readonly refusals: readonly GraphQLError[] };

function coerceVariables(
  schema: GraphQLSchema,
  { operation }: AcceptedOperation,
  given: Readonly<Record<string, unknown>>,
): Coerced {
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], { ...given });
  if (coerced !== undefined) return { coerced };
  const refusals = errors.map(
    ({ message, nodes }) => new GraphQLError(message, { nodes: nodes ?? null, extensions: { code: 'BAD_USER_INPUT' } }),
  );
  return { refusals };
}
