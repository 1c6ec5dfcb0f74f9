import { acceptOperation, type Acceptance, type Accepted, type AcceptedOperation } from './accept.ts';
import { createBoundedCache } from './bounded-cache.ts';
import type { Graph } from '../graph/graph.ts';
import type { Conditions } from './conditions.ts';
import { prepareOperation, type PreparedOperation, type Variant } from './prepare.ts';

/** Operations that have come before need neither be parsed nor planned. */
export interface Operations {
  accept(text: string, name: string | undefined): Accepted;
  /** Rejects as `prepareOperation` does. */
  prepare(accepted: AcceptedOperation, variant: Variant): Promise<PreparedOperation>;
}

/**
 * What a character of an operation takes as a document, and one of a plan as functions: measured with a query of the
 * catalogue as 82 and 9, to which come the shapes that executions add.
 */
const BYTES_PER_CHARACTER = { document: 85, plan: 21 };
/** Half for documents and half for plans. */
const SHARES = 2;

interface PlanningLimits {
  /** What is kept may take this, about. */
  readonly cacheBytes: number;
  readonly planTimeoutMs: number;
}

export function createOperations(
  graph: Graph,
  acceptance: Acceptance,
  { cacheBytes, planTimeoutMs }: PlanningLimits,
): Operations {
  const documents = createBoundedCache<AcceptedOperation>(cacheBytes / SHARES);
  const plans = createBoundedCache<PreparedOperation>(cacheBytes / SHARES);
  const underWay = new Map<string, Promise<PreparedOperation>>();
  let accepts = 0;

  return {
    accept: (text, name) => {
      // No document begins with a number, so that no other name and text have the same one.
      const id = name === undefined ? text : `${name.length}\n${name}${text}`;
      const known = documents.get(id);
      if (known !== undefined) return known;
      const accepted = acceptOperation(acceptance, text, name, String((accepts += 1)));
      if ('refusals' in accepted) return accepted;
      documents.set(id, accepted, id.length * BYTES_PER_CHARACTER.document);
      return accepted;
    },
    prepare: async (accepted, variant) => {
      const id = `${nameOf(variant)}\n${accepted.id}`;
      const known = plans.get(id) ?? underWay.get(id);
      if (known !== undefined) return known;
      const planning = prepareOperation(graph, accepted, { ...variant, planTimeoutMs });
      underWay.set(id, planning);
      try {
        const prepared = await planning;
        plans.set(id, prepared, id.length + prepared.plans.length * BYTES_PER_CHARACTER.plan);
        return prepared;
      } finally {
        underWay.delete(id);
      }
    },
  };
}

/** Whatever of a request a plan depends on: no viewer is ever given another one's. */
function nameOf({ conditions, overrides, deferring, denied }: Variant): string {
  const holding = (entries: Conditions) => [...entries].flatMap(([name, holds]) => (holds ? [name] : [])).join();
  const whole = `${holding(conditions)};${holding(overrides.conditions)}`;
  const allowed = deferring === undefined ? whole : `${whole};${holding(deferring)}`;
  return denied.size === 0 ? allowed : `${allowed}!${[...denied].map(({ id }) => id).join()}`;
}
