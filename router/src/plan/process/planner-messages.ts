import type { Plan } from '../plan.ts';

// What the router and the process of a planner say to each other, as JSON.

export type ToPlanner =
  { readonly kind: 'open'; readonly supergraphSdl: string } | ({ readonly kind: 'plan' } & PlanRequest);

export interface PlanRequest {
  readonly id: number;
  readonly text: string;
  readonly percentage: number;
  readonly conditions: readonly (readonly [string, boolean])[];
}

export type FromPlanner =
  | { readonly kind: 'opened' }
  /** There is no such planner on this machine, or none for this supergraph. */
  | { readonly kind: 'unable'; readonly reason: string }
  | { readonly kind: 'planned'; readonly id: number; readonly plan: Plan }
  | { readonly kind: 'refused'; readonly id: number; readonly refusal: Refusal };

export interface Refusal {
  /** Of a GraphQLError that clients may see; absent for a planner's own words. */
  readonly code?: string;
  readonly message: string;
}
