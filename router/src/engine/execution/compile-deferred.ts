import { fetchesIn, usesContexts } from '../../plan/plan-fetches.ts';
import type { DeferredPart, PlanNode } from '../../plan/plan.ts';
import type { TypeRelations } from '../graph/type-relations.ts';
import { compilePlan } from './compile-plan.ts';
import type { Step } from './run.ts';

/** A plan, or a part of one, with what is deferred in it. */
export interface DeferrableStep {
  /** Brings what comes first. */
  readonly step: Step;
  /** Of the fetches in it that something deferred may wait for. */
  readonly ids: readonly string[];
  readonly deferred: readonly DeferredStep[];
}

export interface DeferredStep extends DeferrableStep {
  /** Which of the operation's deferred fragments. */
  readonly deferral: string;
  /** The fetches that it waits for; none means all of what comes before. */
  readonly depends: readonly string[];
}

/**
 * As closures. In a mutation what is deferred waits for all that changes something. The planner does not say for what
 * fetches a context waits, only puts them before: so what has one waits for all of them.
 */
export function compileDeferrable(
  node: PlanNode | undefined,
  relations: TypeRelations,
  isMutation: boolean,
): DeferrableStep {
  return compile(node);

  function compile(block: PlanNode | undefined): DeferrableStep {
    if (block?.kind !== 'defer') return { step: stepOf(block), ids: idsIn(block), deferred: [] };
    const { primary, deferred } = block;
    return { step: stepOf(primary), ids: idsIn(primary), deferred: deferred.map(compilePart) };
  }

  function compilePart({ label, depends, node: part }: DeferredPart): DeferredStep {
    return { ...compile(part), deferral: label, depends: isMutation || usesContexts(part) ? [] : depends };
  }

  function stepOf(block: PlanNode | undefined): Step {
    return block === undefined ? async () => undefined : compilePlan(block, relations);
  }
}

function idsIn(node: PlanNode | undefined): string[] {
  return fetchesIn(node).flatMap(({ id }) => (id === undefined ? [] : [id]));
}
