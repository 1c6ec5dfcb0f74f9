import type { SessionRelay } from './http/session-relay.ts';

/** What one client request carries through the router. */
export interface RequestContext {
  /** Sent with every subgraph call: the signed viewer and what joins logs and traces. Made once per request. */
  readonly subgraphHeaders: Readonly<Record<string, string>>;
  /** To and from the service that keeps sessions. */
  readonly session: SessionRelay;
  /** Filled in by the engine, for the client; null where nobody may see it. */
  readonly trace: SubgraphTrace | null;
  /** Filled in by the engine, for the access log. */
  readonly outcome: OperationOutcome;
}

export interface OperationOutcome {
  operation?: string;
  /** The codes of the errors in the answer. */
  errors?: string[];
}

/** One call of a subgraph, as a client in development sees it in `extensions.trace`. */
export interface SubgraphCall {
  readonly service: string;
  /** From sending to having the whole answer. */
  readonly ms: number;
  /** False when no answer came, or one with errors. */
  readonly ok: boolean;
  /** Where in the response its fields stand, such as `product` or `products.nodes.@.inStock`; `@` is each of a list. */
  readonly paths: readonly string[];
}

/** The calls of one request. */
export interface SubgraphTrace {
  readonly calls: SubgraphCall[];
}
