import type { EntityFetchNode } from '../../plan/plan.ts';
import type { TypeRelations } from '../graph/type-relations.ts';
import { compileContextQuestions } from './contexts/context-questions.ts';
import { placesAt } from './entities/entity-paths.ts';
import { compileQuestions, type EntityQuestion, type QuestionPart } from './entities/entity-questions.ts';
import type { PathKey } from './error-log.ts';
import { invalidAnswer } from './invalid-answer.ts';
import { isObject, own, type JsonObject } from './json.ts';
import { cloneJson, mergeInto } from './merge.ts';
import { renamedKeys } from './renamed-keys.ts';
import { applyRewrites } from './rewrites.ts';
import { addSubgraphError, callSubgraph, clientPlace, commonPlace, type Run, type Step } from './run.ts';
import { failedCall, type SubgraphError } from './subgraph-call.ts';

/** The entities of one batch, in one run. */
interface Gathered extends QuestionPart {
  /** Where an owner stands in the answer: in several places when what is around it does. */
  readonly placesOf: (owner: JsonObject) => readonly (readonly PathKey[])[];
}

/** Asks for more of entities that are in the answer already, each different one once, and adds it where they stand. */
export function compileEntityFetch(node: EntityFetchNode, relations: TypeRelations): Step {
  const { contexts } = node;
  const questions =
    contexts === undefined ? compileQuestions(node, relations) : compileContextQuestions(node, contexts, relations);
  return async (run) => {
    const [first, ...others] = questions(run);
    if (first === undefined) return;
    if (others.length === 0) await ask(run, first);
    else await Promise.all([first, ...others].map(async (question) => ask(run, question)));
  };

  async function ask(run: Run, { operation, parts, variables, batch }: EntityQuestion): Promise<void> {
    const gathered = parts.map((part) => ({ ...part, placesOf: placesIn(run, part) }));
    const reply = await callSubgraph(run, operation, variables, () => gathered.flatMap(allPlaces), batch);
    if (reply === undefined) return;
    const { data, errors } = reply;
    if (data !== undefined) {
      for (const part of gathered) takeEntities(run, operation.service, part, own(data, part.batch.responseKey));
    }
    for (const error of errors) addError(run, operation.service, gathered, error);
  }

  function takeEntities(run: Run, service: string, part: Gathered, entities: unknown): void {
    const { representations, owners } = part;
    const refuse = (place: readonly PathKey[], deed: string) =>
      run.errors.add(failedCall(service, invalidAnswer(deed), clientPlace(run, place)));
    if (!Array.isArray(entities) || entities.length !== representations.length) {
      // A null has its own error.
      if (entities !== null) refuse(commonPlace(allPlaces(part)), 'answered with other entities than it was asked for');
      return;
    }
    for (const [index, standing] of owners.entries()) {
      const entity: unknown = entities[index];
      // The service knows no such entity.
      if (entity === null) continue;
      if (isObject(entity) && takeEntity(run, entity, standing, part.batch, relations)) continue;
      for (const place of standing.flat().flatMap(part.placesOf)) {
        refuse(place, 'answered with something else than an entity');
      }
    }
  }
}

/**
 * Adds an entity to the objects that it is more of. False when it is of another type than they are. Objects at one path
 * share what it holds, because whatever comes later is the same for all of them, unless a context tells them apart;
 * those at another path may be asked for something else under the same keys.
 */
function takeEntity(
  { shared, sharesEntities }: Run,
  entity: JsonObject,
  owners: readonly (readonly JsonObject[])[],
  { outputRewrites }: QuestionPart['batch'],
  relations: TypeRelations,
): boolean {
  const [sample, ...others] = owners.filter((group) => group.length > 0);
  const [first] = sample ?? [];
  if (sample === undefined || first === undefined || !isSameType(first, entity, relations)) return false;
  // Rewrites may depend on the type, and it is that of what was asked about.
  entity['__typename'] ??= own(first, '__typename');
  applyRewrites(outputRewrites, entity, relations);
  for (const group of others) addTo(group, cloneJson(entity));
  addTo(sample, entity);
  return true;

  function addTo(group: readonly JsonObject[], part: JsonObject): void {
    if (!sharesEntities) {
      for (const owner of group) mergeInto(owner, group.length === 1 ? part : cloneJson(part), relations);
      return;
    }
    for (const owner of group) mergeInto(owner, part, relations);
    if (group.length === 1) return;
    for (const key of Object.keys(part)) {
      if (typeof part[key] === 'object' && part[key] !== null) shared.add(part[key]);
    }
  }
}

function placesIn(run: Run, { batch: { paths } }: QuestionPart): Gathered['placesOf'] {
  let known: readonly ReturnType<typeof placesAt>[] | undefined;
  return (owner) => {
    known ??= paths.map((path) => placesAt(run.data, path));
    return known.flatMap((places) => places.get(owner) ?? []);
  };
}

function allPlaces({ owners, placesOf }: Gathered): (readonly PathKey[])[] {
  return owners.flat(2).flatMap(placesOf);
}

/** One entity may stand in several places, and the error then does. */
function addError(run: Run, service: string, gathered: readonly Gathered[], error: SubgraphError): void {
  const [key, index, ...below] = error.path ?? [];
  const part = gathered.find(({ batch }) => batch.responseKey === key);
  const owners = typeof index === 'number' ? part?.owners[index] : undefined;
  if (part === undefined || owners === undefined) {
    addSubgraphError(run, service, error, commonPlace((part === undefined ? gathered : [part]).flatMap(allPlaces)));
    return;
  }
  const rest = renamedKeys(part.batch.outputRewrites)(below);
  for (const place of owners.flat().flatMap(part.placesOf)) addSubgraphError(run, service, error, [...place, ...rest]);
}

/** An interface's name is no contradiction: a subgraph may know an entity by it only. */
function isSameType(one: JsonObject, other: JsonObject, relations: TypeRelations): boolean {
  const types = [one, other].map((object) => own(object, '__typename'));
  const [first, second] = types.filter((type) => typeof type === 'string' && relations.isObjectType(type));
  return first === undefined || second === undefined || first === second;
}
