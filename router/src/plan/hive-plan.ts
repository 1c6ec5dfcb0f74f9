import type {
  BatchFetchNode,
  FetchNode,
  FetchNodePathSegment,
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode as HiveNode,
  QueryPlan as HivePlan,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import { emptyPlan, unsupportedPlan } from './plan-errors.ts';
import type { EntityPath, PathSegment, Plan, PlanNode, RepresentationPart, Rewrite, RootFetchNode } from './plan.ts';
import { entityFetch, rootFetch, sequence } from './plan-parts.ts';

/**
 * A plan of Hive's planner as one of ours. Throws `QUERY_PLAN_UNSUPPORTED` for what it does not know, and
 * `QUERY_PLAN_FAILED` where it asks nobody.
 */
export function readHivePlan({ node }: HivePlan): Plan {
  if (node === undefined) throw emptyPlan();
  return { root: readNode(node, []) };
}

function readNode(node: HiveNode, path: EntityPath): PlanNode {
  switch (node.kind) {
    case 'Sequence':
      return sequence(node.nodes.map((child) => readNode(child, path)));
    case 'Parallel':
      return { kind: 'parallel', nodes: node.nodes.map((child) => readNode(child, path)) };
    case 'Flatten':
      return readNode(node.node, [...path, ...node.path.flatMap(readSegment)]);
    case 'Fetch':
      return node.requires === undefined ? readRootFetch(node, path) : readEntityFetch(node, node.requires, path);
    case 'BatchFetch':
      return readBatchFetch(node);
    case 'Subscription':
      return { kind: 'subscription', fetch: readRootFetch(node.primary, path), rest: undefined };
    default:
      // Conditions are decided before a planner is asked.
      throw unsupportedPlan(`node ${node.kind}`);
  }
}

function readRootFetch(node: FetchNode, path: EntityPath): RootFetchNode {
  return rootFetch(readOperation(node), readRewrites(node.outputRewrites), path);
}

function readEntityFetch(node: FetchNode, requires: readonly RequiresSelection[], path: EntityPath): PlanNode {
  return entityFetch(readOperation(node), path, {
    representation: requires.map(readRequired),
    inputRewrites: readRewrites(node.inputRewrites),
    outputRewrites: readRewrites(node.outputRewrites),
  });
}

function readBatchFetch(node: BatchFetchNode): PlanNode {
  const batches = node.entityBatch.aliases.map((batch) => ({
    responseKey: batch.alias,
    variable: batch.representationsVariableName,
    paths: batch.paths.map((path) => path.flatMap(readSegment)),
    representation: batch.requires.map(readRequired),
    inputRewrites: readRewrites(batch.inputRewrites),
    outputRewrites: readRewrites(batch.outputRewrites),
  }));
  return { kind: 'entity-fetch', operation: readOperation(node), batches };
}

function readOperation(node: FetchNode | BatchFetchNode) {
  return {
    service: node.serviceName,
    kind: node.operationKind ?? 'query',
    text: node.operation,
    name: node.operationName,
    variables: node.variableUsages ?? [],
  };
}

/** A list is written once however deep it is nested, and lists are descended without being told. */
function readSegment(segment: FlattenNodePathSegment): PathSegment[] {
  if (segment === '@') return [];
  if ('Field' in segment) return [{ kind: 'key', key: segment.Field }];
  if ('TypeCondition' in segment) return [{ kind: 'type', types: segment.TypeCondition }];
  throw unsupportedPlan(`path segment ${Object.keys(segment).join()}`);
}

/** `name` is what the response has, and `alias` what the service expects. */
function readRequired(part: RequiresSelection): RepresentationPart {
  switch (part.kind) {
    case 'Field':
      return {
        kind: 'field',
        source: part.name,
        target: part.alias ?? part.name,
        parts: part.selections?.map(readRequired),
      };
    case 'InlineFragment':
      if (part.skipIf !== undefined || part.includeIf !== undefined) throw unsupportedPlan('a condition in `requires`');
      return { kind: 'fragment', type: part.typeCondition, parts: part.selections.map(readRequired) };
    default:
      throw unsupportedPlan(`${part.kind} in \`requires\``);
  }
}

function readRewrites(rewrites: readonly FetchRewrite[] | undefined): Rewrite[] {
  return (rewrites ?? []).map(readRewrite);
}

function readRewrite(rewrite: FetchRewrite): Rewrite {
  if ('ValueSetter' in rewrite) return readSetter(rewrite.ValueSetter);
  if ('KeyRenamer' in rewrite) {
    const { path, key } = splitPath(rewrite.KeyRenamer.path);
    return { kind: 'rename', path, key, to: rewrite.KeyRenamer.renameKeyTo };
  }
  if ('setValueTo' in rewrite) return readSetter(rewrite);
  throw unsupportedPlan(`rewrite ${Object.keys(rewrite).join()}`);
}

function readSetter(setter: { readonly path: readonly FetchNodePathSegment[]; readonly setValueTo: string }): Rewrite {
  return { kind: 'set', ...splitPath(setter.path), value: setter.setValueTo };
}

function splitPath(segments: readonly FetchNodePathSegment[]): { readonly path: EntityPath; readonly key: string } {
  const last = segments.at(-1);
  if (last === undefined || !('Key' in last)) throw unsupportedPlan('a rewrite of something that is not a field');
  return { path: segments.slice(0, -1).map(readRewriteSegment), key: last.Key };
}

function readRewriteSegment(segment: FetchNodePathSegment): PathSegment {
  if ('Key' in segment) return { kind: 'key', key: segment.Key };
  if ('TypenameEquals' in segment) return { kind: 'type', types: segment.TypenameEquals };
  throw unsupportedPlan(`path segment ${Object.keys(segment).join()}`);
}
