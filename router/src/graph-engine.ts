import type { RequestContext } from './request-context.ts';

/** One operation as a client sent it, by whatever way it came. */
export interface OperationRequest {
  /** The document; absent when `extensions.persistedQuery` names one that is known. */
  readonly query?: string;
  /** Which of the document's operations is meant, where it has several. */
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface EngineAnswer {
  /** The response as JSON: `data`, `errors`, `extensions`. */
  readonly json: string;
  /** Whether it has no `data`, because nothing was executed: the document, its variables or its way are wrong. */
  readonly isRefusal: boolean;
  /** What HTTP should say, where that is something else than 200, or 400 for a refusal. */
  readonly status?: number;
  readonly headers: Iterable<readonly [string, string]>;
}

/** An answer of which some comes later: each part as JSON. Whoever has it takes all parts, or ends them. */
export interface AnswerInParts {
  readonly parts: AsyncIterable<string>;
}

/** What answers operations over the graph. HTTP in front of it is `http/`, subgraphs behind it are `subgraphs/`. */
export interface GraphEngine {
  /** Whatever a client sent is answered: it rejects only for a defect of ours. */
  execute(operation: OperationRequest, context: RequestContext): Promise<EngineAnswer>;
  /** The same for a client that takes an answer in parts. */
  deliver(operation: OperationRequest, context: RequestContext): Promise<EngineAnswer | AnswerInParts>;
  /**
   * The same for a client that takes events, and perhaps parts: a subscription gives its answers, each as JSON, until
   * `context.signal` ends.
   */
  follow(
    operation: OperationRequest,
    context: RequestContext,
    takesParts?: boolean,
  ): Promise<EngineAnswer | AnswerInParts | AsyncIterable<string>>;
  stop(): Promise<void>;
}
