import type { Plan } from './plan.ts';

/** What is planned: a valid operation without conditions, named fragments and introspection; `@defer` has a label. */
export interface PlannedOperation {
  readonly text: string;
  /** SHA-256 of the document that it is from, by which a log names it. */
  readonly hash: string;
  /** The types of which it selects something. */
  readonly types: ReadonlySet<string>;
  readonly overrides: Overrides;
  /** Whether something of it is deferred. */
  readonly isDeferred?: boolean;
}

/**
 * Which `@override(label:)` hold for a request (https://www.apollographql.com/docs/graphos/schema-design/guides/migrate-fields).
 */
export interface Overrides {
  /** From 0 up to, but not, 100: `percent(n)` holds when it is below n. */
  readonly percentage: number;
  /** Every label of the supergraph, and whether it holds. */
  readonly conditions: ReadonlyMap<string, boolean>;
}

export type PlannerName = 'hive' | 'apollo';

export interface Planner {
  readonly name: PlannerName;
  /**
   * Rejects with a GraphQLError: `QUERY_PLAN_UNSUPPORTED` for a plan that could not be executed rightly,
   * `QUERY_PLAN_FAILED` for none at all, `QUERY_PLAN_TIMEOUT` when `signal` ended the attempt.
   */
  plan(operation: PlannedOperation, signal: AbortSignal): Promise<Plan>;
}
