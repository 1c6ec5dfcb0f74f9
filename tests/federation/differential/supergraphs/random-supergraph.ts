import type { Choices } from '../operations/choices.ts';
import type { SubgraphText } from '../world/world.ts';
import {
  addDependencies,
  addFields,
  addProvided,
  createEntity,
  targetType,
  type EntityModel,
} from './random-entities.ts';
import { createSchemaWriter, type SchemaWriter } from './schema-writer.ts';
import { leafType, sharedTypes, someArguments, wrapped } from './shared-types.ts';

const SUBGRAPHS = ['alpha', 'beta', 'gamma', 'delta'];
const ENTITIES = ['User', 'Item', 'Shop', 'Tag'];

/** Two to four random subgraphs that mostly compose. */
export function randomSubgraphs(choices: Choices): readonly SubgraphText[] {
  const shared = sharedTypes(choices);
  const writers = SUBGRAPHS.slice(0, 2 + choices.below(3)).map((name) => createSchemaWriter(name, shared));
  const entities = ENTITIES.slice(0, 2 + choices.below(3)).map((name) => createEntity(choices, name, writers));
  addInterface(choices, writers, entities);
  addUnion(choices, writers, entities);
  if (choices.chance(45)) addInterfaceObject(choices, writers);
  for (const entity of entities) addFields(choices, entity, entities);
  for (const entity of entities) addDependencies(choices, entity);
  for (const entity of entities) addProvided(choices, entity);
  for (const writer of writers) addRoots(choices, writer, entities);
  return writers.map((writer) => ({ name: writer.name, sdl: writer.print() }));
}

/** An interface of entities that each subgraph knows with the implementations that it has. */
function addInterface(choices: Choices, writers: readonly SchemaWriter[], entities: readonly EntityModel[]): void {
  const implementing = entities.filter(({ keys }) => keys[0]?.selection === 'id').filter(() => choices.chance(75));
  if (implementing.length === 0) return;
  const type = choices.pick(['String', 'Int', 'Spec', '[String!]']);
  for (const { name, known } of implementing)
    choices
      .pick([...known.keys()])
      .type(name)
      .field('caption', `: ${type}`);
  for (const writer of writers) {
    const here = implementing.filter(({ name }) => writer.has(name) && writer.type(name).fields().has('id'));
    if (here.length === 0) continue;
    const thing = writer.type('Thing', 'interface');
    thing.field('id', ': ID!');
    if (here.every(({ name }) => writer.type(name).fields().has('caption'))) thing.field('caption', `: ${type}`);
    for (const { name } of here) writer.type(name).implement('Thing');
  }
}

/** A union of which each subgraph knows its own members. */
function addUnion(choices: Choices, writers: readonly SchemaWriter[], entities: readonly EntityModel[]): void {
  for (const writer of writers) {
    const members = [...entities.map(({ name }) => name).filter((name) => writer.has(name)), 'Money'];
    const chosen = members.filter(() => choices.chance(70));
    if (chosen.length > 0 && choices.chance(70)) writer.union('Found', chosen);
  }
}

/** An interface with a key in one subgraph, and in another an object that stands for all of its implementations. */
function addInterfaceObject(choices: Choices, writers: readonly SchemaWriter[]): void {
  const [knowing, extending, ...others] = writers;
  if (knowing === undefined || extending === undefined) return;
  const interfaceType = knowing.type('Media', 'interface');
  interfaceType.directive('@key(fields: "id")');
  interfaceType.field('id', ': ID!');
  interfaceType.field('title', ': String');
  for (const name of ['Book', 'Film']) {
    const type = knowing.type(name);
    type.implement('Media');
    type.directive('@key(fields: "id")');
    type.field('id', ': ID!');
    type.field('title', ': String');
    type.field(`of${name}`, `${someArguments(choices, 30)}: ${wrapped(choices, leafType(choices))}`);
  }
  // From a second such object to one that requires something, Apollo's planner may draw up fetches that wait for each
  // other, and looks for their order until the memory ends (2.14.4): a graph has either.
  const requires = choices.chance(40);
  for (const writer of [extending, ...others.filter(() => !requires && choices.chance(40))]) {
    const object = writer.type('Media');
    object.directive('@key(fields: "id")');
    object.directive('@interfaceObject');
    object.field('id', ': ID!');
    object.field(`score_${writer.name}`, `${someArguments(choices, 30)}: ${wrapped(choices, leafType(choices))}`);
    if (choices.chance(50)) object.field(`spec_${writer.name}`, ': Spec');
    if (requires) {
      object.field('title', ': String @external');
      object.field(`about_${writer.name}`, ': String @requires(fields: "title")');
    }
  }
}

function addRoots(choices: Choices, writer: SchemaWriter, entities: readonly EntityModel[]): void {
  const query = writer.type('Query');
  const roots = 2 + choices.below(3);
  for (let index = 0; index < roots; index += 1) {
    query.field(`${writer.name}${index}`, rootField(choices, writer, entities));
  }
  if (writer.has('Media')) query.field(`${writer.name}Media`, `: ${wrapped(choices, 'Media')}`);
  if (choices.chance(40)) query.field('common', '(text: String): Spec @shareable');
  if (!choices.chance(50)) return;
  const mutation = writer.type('Mutation');
  for (let index = 0; index < 2; index += 1) {
    mutation.field(`${writer.name}Do${index}`, rootField(choices, writer, entities));
  }
}

function rootField(choices: Choices, writer: SchemaWriter, entities: readonly EntityModel[]): string {
  const known = entities.filter(({ known: knowing }) => knowing.has(writer)).map(({ name }) => name);
  const target = known.length > 0 && choices.chance(50) ? choices.pick(known) : targetType(choices, writer, entities);
  return `${someArguments(choices, 45)}: ${wrapped(choices, target)}`;
}
