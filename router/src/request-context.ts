/** What one client request carries through the router. */
export interface RequestContext {
  /** Sent with every subgraph call: the signed viewer and what joins logs and traces. Made once per request. */
  readonly subgraphHeaders: Readonly<Record<string, string>>;
  /** Filled in by the engine, for the access log. */
  readonly outcome: OperationOutcome;
}

export interface OperationOutcome {
  operation?: string;
  /** The codes of the errors in the answer. */
  errors?: string[];
}
