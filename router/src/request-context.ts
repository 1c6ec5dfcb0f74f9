import type { Viewer } from '@galleria/kit/graphql/viewer';
import type { AnswerCaching } from './caching/answer-caching.ts';
import type { SessionRelay } from './http/session-relay.ts';

/** What one client request carries through the router. */
export interface RequestContext {
  /** Sent with every subgraph call: who asks, signed. A signature lasts a minute, and a subscription for longer. */
  readonly viewerHeaders: () => Promise<Readonly<Record<string, string>>>;
  /** Sent with every subgraph call: what joins logs and traces. Nothing of an answer may depend on it. */
  readonly joiningHeaders: Readonly<Record<string, string>>;
  /** Who asks; null for a visitor. */
  readonly viewer: Viewer | null;
  /** What the graph's `@requiresScopes` may ask for; none for a visitor. */
  readonly scopes: ReadonlySet<string>;
  /** What the client says that it is; undefined when it says nothing. For counts alone: anybody can say anything. */
  readonly clientName: string | undefined;
  /** Where the client is, as far as trusted proxies say. */
  readonly clientAddress: string;
  /** When that is no longer true, in milliseconds since 1970: the end of the access token. */
  readonly expiresAt: number | null;
  /** To and from the service that keeps sessions. */
  readonly session: SessionRelay;
  /** Filled in by the engine, for the client; null where nobody may see it. */
  readonly trace: SubgraphTrace | null;
  /** Filled in with what subgraphs say; null for what comes as events, which nobody keeps. */
  readonly caching: AnswerCaching | null;
  /** Filled in by the engine, for the access log. */
  readonly outcome: OperationOutcome;
  /** Nothing may change: the request came by GET. */
  readonly onlyQueries: boolean;
  /** Ends when the client goes before it has its answer. */
  readonly signal: AbortSignal;
}

/** What the access log tells of an operation, beside its request and its answer. */
export interface OperationOutcome {
  operation?: string;
  /** SHA-256 of its document, by which a persisted operation is called, too; absent when nothing could be read. */
  hash?: string;
  /** Absent when nobody knows: the token was refused. */
  viewer?: 'visitor' | 'account';
  /** What the client says that it is. */
  client?: string;
  /** How often subgraphs were called for it, by their names. */
  fetches?: Record<string, number>;
  /** The codes of the first errors in the answer. */
  errors?: string[];
  /** The correlation ids under which other requests had made calls that were made for this one, too. */
  joined?: string[];
  /** In objects: what its answer could cost at most, and what it did; of a subscription, all events together. */
  cost?: OperationCost;
}

export interface OperationCost {
  readonly estimated: number;
  readonly actual?: number;
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
  /** Whether the client wants to see the plan, too. */
  readonly withPlan: boolean;
  readonly calls: SubgraphCall[];
}
