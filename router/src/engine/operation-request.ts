import type { GraphQLSchema } from 'graphql';
import type { AcceptedOperation } from './operation/accept.ts';

export interface OperationRequest<Context> {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: string | null;
  /** Given to `fetch` as it is. */
  readonly context: Context;
  /** Ends a query, and its calls of subgraphs with it. A mutation is carried to its end: half of one helps nobody. */
  readonly signal?: AbortSignal;
  /** Refuses whatever may change something, with the code `OPERATION_NOT_A_QUERY`. */
  readonly queriesOnly?: boolean;
}

/** What is looked at before an operation is executed. */
export interface AdmittedOperation extends AcceptedOperation {
  readonly schema: GraphQLSchema;
  readonly variables: Readonly<Record<string, unknown>>;
}

export type Admit<Context> = (operation: AdmittedOperation, context: Context) => void;
