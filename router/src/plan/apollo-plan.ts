import type {
  DeferNode as ApolloDeferNode,
  FetchDataRewrite,
  FetchNode,
  PlanNode as ApolloNode,
  QueryPlan as ApolloPlan,
  QueryPlanSelectionNode,
} from '@apollo/query-planner';
import { emptyPlan, unsupportedPlan } from './plan-errors.ts';
import { readContexts } from './contexts/apollo-contexts.ts';
import { orderContexts } from './contexts/order-contexts.ts';
import { fieldOrType } from './apollo-segments.ts';
import { entityFetch, rootFetch, sequence } from './plan-parts.ts';
import type {
  DeferNode,
  EntityPath,
  PathSegment,
  Plan,
  PlanNode,
  RepresentationPart,
  Rewrite,
  RootFetchNode,
} from './plan.ts';

type AnyNode = ApolloNode | NonNullable<ApolloPlan['node']>;

/**
 * A plan of Apollo's planner as one of ours. Throws `QUERY_PLAN_UNSUPPORTED` for what it does not know, and
 * `QUERY_PLAN_FAILED` where it asks nobody.
 */
export function readApolloPlan({ node }: ApolloPlan): Plan {
  if (node === undefined) throw emptyPlan();
  return orderContexts({ root: readBlock(node) });
}

/** A plan as a whole, or that of what is deferred: nowhere else can something be deferred. */
function readBlock(node: AnyNode): PlanNode {
  return node.kind === 'Defer' ? readDefer(node) : readNode(node, []);
}

/** What each part holds, and where, stands in the operation: the plan's own words for it are not read. */
function readDefer({ primary, deferred }: ApolloDeferNode): DeferNode {
  return {
    kind: 'defer',
    primary: primary.node === undefined ? undefined : readNode(primary.node, []),
    deferred: deferred.map(({ label, depends, node }) => {
      if (label === undefined) throw unsupportedPlan('something deferred without a label');
      const ids = depends.map(({ id }) => id);
      return { label, depends: ids, node: node === undefined ? undefined : readBlock(node) };
    }),
  };
}

function readNode(node: AnyNode, path: EntityPath): PlanNode {
  switch (node.kind) {
    case 'Sequence':
      return sequence(node.nodes.map((child) => readNode(child, path)));
    case 'Parallel':
      return { kind: 'parallel', nodes: node.nodes.map((child) => readNode(child, path)) };
    case 'Flatten':
      return readNode(node.node, [...path, ...node.path.flatMap((segment) => readSegment(String(segment)))]);
    case 'Fetch':
      return readFetch(node, path);
    case 'Subscription': {
      const fetch = readRootFetch(node.primary, path);
      return { kind: 'subscription', fetch, rest: node.rest === undefined ? undefined : readNode(node.rest, path) };
    }
    default:
      // Conditions are decided before a planner is asked.
      throw unsupportedPlan(`node ${node.kind}`);
  }
}

function readFetch(node: FetchNode, path: EntityPath): PlanNode {
  const contexts = readContexts(node, path);
  if (node.requires === undefined) return readRootFetch(node, path);
  const fetch = entityFetch(readOperation(node), path, {
    representation: node.requires.map(readRequired),
    inputRewrites: readRewrites(node.inputRewrites),
    outputRewrites: readRewrites(node.outputRewrites),
  });
  return withId(contexts.length === 0 ? fetch : { ...fetch, contexts }, node);
}

function readRootFetch(node: FetchNode, path: EntityPath): RootFetchNode {
  if ((node.contextRewrites ?? []).length > 0) throw unsupportedPlan('a context of something that is no entity');
  return withId(rootFetch(readOperation(node), readRewrites(node.outputRewrites), path), node);
}

function withId<Fetch extends object>(fetch: Fetch, { id }: FetchNode): Fetch {
  return id === undefined ? fetch : { ...fetch, id };
}

function readOperation(node: FetchNode) {
  return {
    service: node.serviceName,
    kind: node.operationKind,
    text: node.operation,
    name: node.operationName,
    variables: node.variableUsages ?? [],
  };
}

/** A list is written as often as it is nested, but lists are descended without being told. */
function readSegment(segment: string): PathSegment[] {
  return segment === '@' ? [] : [fieldOrType(segment)];
}

/** The response has it under its alias, and so is it sent; what the service calls it, an input rewrite tells. */
function readRequired(part: QueryPlanSelectionNode): RepresentationPart {
  switch (part.kind) {
    case 'Field': {
      const key = part.alias ?? part.name;
      return { kind: 'field', source: key, target: key, parts: part.selections?.map(readRequired) };
    }
    case 'InlineFragment':
      if (part.typeCondition === undefined) throw unsupportedPlan('a fragment without a type in `requires`');
      return { kind: 'fragment', type: part.typeCondition, parts: part.selections.map(readRequired) };
    default:
      throw unsupportedPlan('an unknown selection in `requires`');
  }
}

function readRewrites(rewrites: readonly FetchDataRewrite[] = []): Rewrite[] {
  return rewrites.map(readRewrite);
}

function readRewrite(rewrite: FetchDataRewrite): Rewrite {
  const segments = rewrite.path.map(fieldOrType);
  const last = segments.at(-1);
  if (last?.kind !== 'key') throw unsupportedPlan('a rewrite of something that is not a field');
  const place = { path: segments.slice(0, -1), key: last.key };
  switch (rewrite.kind) {
    case 'ValueSetter':
      return { kind: 'set', ...place, value: String(rewrite.setValueTo) };
    case 'KeyRenamer':
      return { kind: 'rename', ...place, to: rewrite.renameKeyTo };
    default:
      throw unsupportedPlan('an unknown rewrite');
  }
}
