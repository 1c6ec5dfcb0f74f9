import { unsupportedPlan } from '../../../plan/plan-errors.ts';
import type { ContextVariable, EntityFetchNode } from '../../../plan/plan.ts';
import type { TypeRelations } from '../../graph/type-relations.ts';
import type { EntityQuestion, Questions } from '../entities/entity-questions.ts';
import { compilePath } from '../entities/entity-paths.ts';
import { compileGrouping, type EntityGroup } from '../entities/gather-entities.ts';
import { createContextTexts } from './context-texts.ts';
import { compileContexts } from './context-values.ts';

/** How many contexts one operation asks about: it grows with each, and a service may refuse one that is too large. */
const CONTEXTS_PER_CALL = 50;

/** The entities around which the same stands. */
interface ContextGroup {
  readonly values: Readonly<Record<string, unknown>>;
  readonly entities: EntityGroup;
}

/** What to ask about entities for which it matters where they stand. */
export function compileContextQuestions(
  { operation, batches }: EntityFetchNode,
  contexts: readonly ContextVariable[],
  relations: TypeRelations,
): Questions {
  const [batch, ...otherBatches] = batches;
  const [path, ...otherPaths] = batch?.paths ?? [];
  if (batch === undefined || path === undefined || otherBatches.length + otherPaths.length > 0) {
    throw unsupportedPlan('a context of several paths');
  }
  const find = compilePath(path, relations);
  const createGroup = compileGrouping(operation.service, batch, relations);
  const findContexts = compileContexts(contexts, path, relations);
  const names = contexts.map(({ variable }) => variable);
  const texts = createContextTexts(operation, batch.responseKey, new Set([batch.variable, ...names]));
  const isAllowed = (values: ContextGroup['values']) =>
    names.every((name) => values[name] !== null || !texts.required.has(name));
  const questionOf = (groups: readonly ContextGroup[]): EntityQuestion => {
    const variables: Record<string, unknown> = {};
    const parts = groups.map(({ values, entities: { representations, owners } }, index) => {
      const { responseKey, variable } = texts.namesOf(index, groups.length);
      variables[variable(batch.variable)] = representations;
      for (const [name, value] of Object.entries(values)) variables[variable(name)] = value;
      return { batch: { ...batch, responseKey }, representations, owners };
    });
    return { operation: texts.operationFor(groups.length), parts, variables };
  };

  return ({ data }) => {
    const groups = new Map<string, ContextGroup>();
    const contextsOf = findContexts(data);
    for (const object of find(data, undefined)) {
      const values = contextsOf(object);
      // A null where none may be would have the service refuse all others.
      if (values === undefined || !isAllowed(values)) continue;
      const id = JSON.stringify(values);
      const group = groups.get(id) ?? { values, entities: createGroup() };
      groups.set(id, group);
      group.entities.add(object, 0);
    }
    const asked = [...groups.values()].filter(({ entities }) => entities.representations.length > 0);
    return inCalls(asked).map(questionOf);
  };
}

function inCalls(groups: readonly ContextGroup[]): (readonly ContextGroup[])[] {
  const calls = Math.ceil(groups.length / CONTEXTS_PER_CALL);
  return Array.from({ length: calls }, (_, call) =>
    groups.slice(call * CONTEXTS_PER_CALL, (call + 1) * CONTEXTS_PER_CALL),
  );
}
