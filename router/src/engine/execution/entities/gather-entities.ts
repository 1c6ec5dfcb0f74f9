import type { EntityBatch } from '../../../plan/plan.ts';
import type { TypeRelations } from '../../graph/type-relations.ts';
import { compilePath } from './entity-paths.ts';
import { createEntityIndex } from './entity-index.ts';
import type { JsonObject } from '../json.ts';
import { compileRepresentation } from './representations.ts';
import type { Run } from '../run.ts';
import { scalarsOfType } from './scalar-representations.ts';

/** What one `_entities` field is asked about. */
export interface GatheredEntities {
  /** Each different one once. */
  readonly representations: readonly JsonObject[];
  /** By the index of their representation: the objects that it stands for, apart for each path of the batch. */
  readonly owners: readonly (readonly (readonly JsonObject[])[])[];
}

/** Entities while they are looked for. */
export interface EntityGroup extends GatheredEntities {
  /** Takes the object in, if what has come identifies it to the service. */
  add(object: JsonObject, pathNumber: number): void;
}

/** Looks for the entities that a batch is about. */
export function compileGathering(
  service: string,
  batch: EntityBatch,
  relations: TypeRelations,
): (run: Run) => GatheredEntities {
  const paths = batch.paths.map((path) => compilePath(path, relations));
  const createGroup = compileGrouping(service, batch, relations);
  return ({ data, shared }) => {
    const group = createGroup();
    for (const [number, find] of paths.entries()) {
      for (const object of find(data, shared.size === 0 ? undefined : new Set())) group.add(object, number);
    }
    return group;
  };
}

export function compileGrouping(service: string, batch: EntityBatch, relations: TypeRelations): () => EntityGroup {
  const represent = compileRepresentation(service, batch, relations);
  const scalarsOf = scalarsOfType(batch, relations);
  return () => {
    const { representations, indexOf } = createEntityIndex(represent, scalarsOf);
    const owners: JsonObject[][][] = [];
    return {
      representations,
      owners,
      add: (object, number) => {
        const index = indexOf(object);
        if (index === undefined) return;
        const standing = (owners[index] ??= batch.paths.map(() => []));
        standing[number]?.push(object);
      },
    };
  };
}
