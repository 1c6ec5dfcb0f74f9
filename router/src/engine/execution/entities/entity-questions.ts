import type { EntityBatch, EntityFetchNode, SubgraphOperation } from '../../../plan/plan.ts';
import type { TypeRelations } from '../../graph/type-relations.ts';
import type { Run } from '../run.ts';
import { compileGathering, type GatheredEntities } from './gather-entities.ts';

/** One call about entities. */
export interface EntityQuestion {
  readonly operation: SubgraphOperation;
  readonly parts: readonly QuestionPart[];
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of one that is about entities of one kind. */
  readonly batch?: Pick<EntityBatch, 'variable' | 'responseKey'> | undefined;
}

/** What one `_entities` field of it is about. */
export interface QuestionPart extends GatheredEntities {
  readonly batch: Pick<EntityBatch, 'responseKey' | 'paths' | 'outputRewrites'>;
}

/** What there is to ask in one run: nothing when nobody is there to be asked about. */
export type Questions = (run: Run) => readonly EntityQuestion[];

export function compileQuestions({ operation, batches }: EntityFetchNode, relations: TypeRelations): Questions {
  const gathering = batches.map((batch) => ({
    batch,
    gather: compileGathering(operation.service, batch, relations),
  }));
  const [only] = batches;
  const batch = batches.length === 1 ? only : undefined;
  return (run) => {
    const parts = gathering.map(({ batch, gather }) => ({ batch, ...gather(run) }));
    if (parts.every(({ representations }) => representations.length === 0)) return [];
    const variables = Object.fromEntries(parts.map(({ batch, representations }) => [batch.variable, representations]));
    return [{ operation, parts, variables, batch }];
  };
}
