/**
 * How the answer to one operation is put together from subgraphs. The one plan that the engine executes, whichever
 * planner made it: what two planners write differently, their adapters have made equal.
 */
export interface Plan {
  /** Absent when no subgraph is needed. */
  readonly root: PlanNode | undefined;
}

export type PlanNode = SequenceNode | ParallelNode | RootFetchNode | EntityFetchNode | SubscriptionNode | DeferNode;

/** One after the other. */
export interface SequenceNode {
  readonly kind: 'sequence';
  readonly nodes: readonly PlanNode[];
}

/** All at once. */
export interface ParallelNode {
  readonly kind: 'parallel';
  readonly nodes: readonly PlanNode[];
}

/** What a subgraph is asked. */
export interface SubgraphOperation {
  readonly service: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** GraphQL text. */
  readonly text: string;
  readonly name: string | undefined;
  /** The variables of the client's operation that it uses. */
  readonly variables: readonly string[];
}

/** Asks for fields of the operation's root type. */
export interface RootFetchNode {
  readonly kind: 'root-fetch';
  readonly operation: SubgraphOperation;
  /** Applied to the data that comes back. */
  readonly outputRewrites: readonly Rewrite[];
  /** By which something deferred waits for it. */
  readonly id?: string;
}

/** Asks for more fields of objects that earlier fetches have brought. */
export interface EntityFetchNode {
  readonly kind: 'entity-fetch';
  readonly operation: SubgraphOperation;
  readonly batches: readonly EntityBatch[];
  /** Variables of the operation that are told from what is around each entity; then it has one batch with one path. */
  readonly contexts?: readonly ContextVariable[];
  /** By which something deferred waits for it. */
  readonly id?: string;
}

/** A variable whose value stands around an entity (`@fromContext`). */
export interface ContextVariable {
  readonly variable: string;
  /** Where it may stand: the nearest object that is of such a type has it, or nobody. */
  readonly sources: readonly ContextSource[];
}

export interface ContextSource {
  /** How many fields the object is above the entity. */
  readonly levels: number;
  /** From that object to the value. */
  readonly path: EntityPath;
}

/** The root of a subscription: `fetch` opens the stream, and `rest` completes each event. */
export interface SubscriptionNode {
  readonly kind: 'subscription';
  readonly fetch: RootFetchNode;
  readonly rest: PlanNode | undefined;
}

/** What may come later, beside what comes first. Only at the root of a plan, and of what is deferred itself. */
export interface DeferNode {
  readonly kind: 'defer';
  /** Absent when there is nothing to ask for before. */
  readonly primary: PlanNode | undefined;
  readonly deferred: readonly DeferredPart[];
}

export interface DeferredPart {
  /** Of the `@defer` in what was planned: it tells what the part is, and where it stands. */
  readonly label: string;
  /** The fetches that have to be done before; none means all of what comes first. */
  readonly depends: readonly string[];
  /** Absent when what comes first brings it as well. */
  readonly node: PlanNode | undefined;
}

/** The entities that one `_entities` field of an operation is about. */
export interface EntityBatch {
  /** The response key of its `_entities`. */
  readonly responseKey: string;
  /** The operation's variable that takes the representations. */
  readonly variable: string;
  /** Where in the response the entities stand; several paths may lead to entities that the same is asked of. */
  readonly paths: readonly EntityPath[];
  /** What identifies an entity to the service, and what else of it the service requires. */
  readonly representation: readonly RepresentationPart[];
  /** Applied to each representation before it is sent. */
  readonly inputRewrites: readonly Rewrite[];
  /** Applied to each entity that comes back. */
  readonly outputRewrites: readonly Rewrite[];
}

/** Response keys, and types that an object on the way must be of. Lists are descended wherever there is one. */
export type EntityPath = readonly PathSegment[];

export type PathSegment = KeySegment | TypeSegment;

export interface KeySegment {
  readonly kind: 'key';
  readonly key: string;
}

/** One of `types`, which may be abstract. */
export interface TypeSegment {
  readonly kind: 'type';
  readonly types: readonly string[];
}

export type RepresentationPart = RepresentationField | RepresentationFragment;

export interface RepresentationField {
  readonly kind: 'field';
  /** The key under which the response has it. */
  readonly source: string;
  /** The key under which the service expects it. */
  readonly target: string;
  /** For an object or a list of objects. */
  readonly parts: readonly RepresentationPart[] | undefined;
}

export interface RepresentationFragment {
  readonly kind: 'fragment';
  readonly type: string;
  readonly parts: readonly RepresentationPart[];
}

/** Changes one key of every object at `path`. */
export type Rewrite =
  | { readonly kind: 'set'; readonly path: EntityPath; readonly key: string; readonly value: string }
  | { readonly kind: 'rename'; readonly path: EntityPath; readonly key: string; readonly to: string };
