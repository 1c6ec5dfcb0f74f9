import { isNonNullType, OperationTypeNode, type GraphQLObjectType } from 'graphql';
import { unsupportedPlan } from '../../plan/plan-errors.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Overrides } from '../../plan/planner.ts';
import type { AcceptedOperation } from './accept.ts';
import { createClientPath, type ClientPath } from '../execution/client-paths.ts';
import { compileDeferrable, type DeferrableStep } from '../execution/compile-deferred.ts';
import { usesContexts } from '../../plan/plan-fetches.ts';
import { compileEventSource, type EventSource } from '../execution/event-source.ts';
import type { Graph } from '../graph/graph.ts';
import { own } from '../execution/json.ts';
import { permit } from '../authorization/withhold.ts';
import { normalise, type Decided } from './normalise.ts';
import { giveDirectives, type Given } from './give-directives.ts';
import { plannedDefinition, plannerText } from './planner-text.ts';
import { createResponseKeys } from './response-keys.ts';
import type { Step } from '../execution/run.ts';
import type { FieldSelection, Selection } from './selection.ts';
import { createShapes, type ShapeOf } from '../answer/shape.ts';
import { compileWriter, type WriteAnswer } from '../answer/write.ts';

/** An operation with its plan, for given conditions: all that does not depend on the values of variables. */
export interface PreparedOperation {
  readonly rootType: GraphQLObjectType;
  readonly selections: readonly Selection[];
  readonly shapeOf: ShapeOf;
  readonly clientPath: ClientPath;
  /** Whether objects at one path that are the same entity may share what comes for it. */
  readonly sharesEntities: boolean;
  readonly writeAnswer: WriteAnswer;
  /** Brings its data; of a subscription, what the rest of the graph adds to each event. */
  readonly step: Step;
  /** The same, apart from what is deferred; undefined when nothing is. */
  readonly deferrable: DeferrableStep | undefined;
  /** Of a subscription. */
  readonly source: EventSource | undefined;
  /** As JSON: one plan, or of a mutation one for each of its root fields, in order. */
  readonly plans: string;
}

/** What of a request a plan depends on. */
export interface Variant extends Decided {
  readonly overrides: Overrides;
}

export interface Planning extends Variant {
  readonly planTimeoutMs: number;
}

/** Plans an operation. Rejects with the errors of `Planner.plan`. */
export async function prepareOperation(
  graph: Graph,
  accepted: AcceptedOperation,
  { overrides, planTimeoutMs, ...decided }: Planning,
): Promise<PreparedOperation> {
  const { operation, hash } = accepted;
  const rootType = graph.schema.getRootType(operation.operation);
  if (rootType == null) throw unsupportedPlan(`a ${operation.operation}`);
  const keys = createResponseKeys(graph.names);
  const { types, directives, isDeferred, ...normalised } = normalise(graph, accepted, decided, keys);
  const isWhole = decided.denied.size === 0;
  const { answered: selections, asked } = isWhole
    ? { answered: normalised.selections, asked: normalised.selections }
    : permit(graph.schema, normalised.selections, rootType);
  const variableDefinitions = (operation.variableDefinitions ?? []).map(plannedDefinition);
  const given: Given = { ...graph, selections: asked, directives, variableDefinitions };
  const parts = operation.operation === OperationTypeNode.MUTATION ? byRootField(asked) : [asked];
  const plans = await Promise.all(parts.map((part) => planPart(part)));
  const compiled = plans.map(compileRoot);
  const step = inTurn(
    compiled.map((part) => part.step),
    parts,
    rootType,
  );
  const shapeOf = createShapes(graph.schema);
  return {
    rootType,
    selections,
    shapeOf,
    writeAnswer: compileWriter(graph.schema, shapeOf, selections, rootType),
    clientPath: createClientPath(selections, graph.relations),
    sharesEntities: !plans.some(({ root }) => usesContexts(root)),
    step,
    deferrable: isDeferred ? { ...allOf(compiled), step } : undefined,
    source: plans.map(({ root }) => sourceOf(root)).find((source) => source !== undefined),
    plans: JSON.stringify(plans),
  };

  async function planPart(part: readonly Selection[]): Promise<Plan> {
    const text = plannerText(operation, part);
    if (text === undefined) return { root: undefined };
    const planned = { text, hash, types, overrides, isDeferred: isDeferred && part.some(hasDeferral) };
    const plan = await graph.planner.plan(planned, AbortSignal.timeout(planTimeoutMs));
    return giveDirectives(plan, given);
  }

  function compileRoot({ root }: Plan): DeferrableStep {
    const node = root?.kind === 'subscription' ? root.rest : root;
    return compileDeferrable(node, graph.relations, operation.operation === OperationTypeNode.MUTATION);
  }

  function sourceOf(root: Plan['root']): EventSource | undefined {
    return root?.kind === 'subscription' ? compileEventSource(root, graph.relations) : undefined;
  }
}

function allOf(steps: readonly DeferrableStep[]): Omit<DeferrableStep, 'step'> {
  return { ids: steps.flatMap(({ ids }) => ids), deferred: steps.flatMap(({ deferred }) => deferred) };
}

/**
 * The fields of a mutation by themselves: each has a plan of its own, because a planner may put what completes the
 * first beside the second.
 */
function byRootField(selections: readonly Selection[]): (readonly FieldSelection[])[] {
  const groups = new Map<string, FieldSelection[]>();
  for (const field of fieldsOf(selections)) {
    groups.set(field.responseName, [...(groups.get(field.responseName) ?? []), field]);
  }
  return [...groups.values()];
}

/** What is deferred may all be withheld. */
function hasDeferral(selection: Selection): boolean {
  if (selection.kind === 'fragment' && selection.deferral !== undefined) return true;
  return (selection.selections ?? []).some(hasDeferral);
}

function fieldsOf(selections: readonly Selection[]): FieldSelection[] {
  return selections.flatMap((selection) => (selection.kind === 'field' ? [selection] : fieldsOf(selection.selections)));
}

/**
 * One part after the other. As in any GraphQL server, none begins after a field that must not be null is: the answer as
 * a whole will be (section 6.3.1 of the specification).
 */
function inTurn(steps: readonly Step[], parts: readonly (readonly Selection[])[], rootType: GraphQLObjectType): Step {
  const [only] = steps;
  if (only !== undefined && steps.length === 1) return only;
  return async (run) => {
    for (const [index, step] of steps.entries()) {
      if (run.signal?.aborted === true) return;
      await step(run);
      const [field] = parts[index] ?? [];
      if (field?.kind !== 'field' || field.name === '__typename') continue;
      const type = rootType.getFields()[field.name]?.type;
      if (isNonNullType(type) && (own(run.data, field.key) ?? null) === null) return;
    }
  };
}
