import type { Choices } from '../operations/choices.ts';
import type { SchemaWriter } from './schema-writer.ts';
import { leafType, someArguments, VALUE_TYPES, wrapped } from './shared-types.ts';

/** A kind of object that several subgraphs know. */
export interface EntityModel {
  readonly name: string;
  /** What each key needs: the selection in the directive, and its fields with their types. */
  readonly keys: readonly KeyModel[];
  /** The subgraphs that know it, and the key that each has. */
  readonly known: ReadonlyMap<SchemaWriter, KeyModel>;
}

export interface KeyModel {
  readonly selection: string;
  readonly fields: readonly (readonly [name: string, type: string])[];
  /** A value type that the key looks into. */
  readonly nested?: string;
}

const ID: KeyModel = { selection: 'id', fields: [['id', 'ID!']] };
const CODE: KeyModel = { selection: 'code', fields: [['code', 'String!']] };
const NUMBER: KeyModel = { selection: 'number', fields: [['number', 'Int!']] };
const PAIR: KeyModel = {
  selection: 'part rank',
  fields: [
    ['part', 'String!'],
    ['rank', 'Int!'],
  ],
};
const PLACE: KeyModel = {
  selection: 'part spot { x }',
  fields: [
    ['part', 'String!'],
    ['spot', 'Spot!'],
  ],
  nested: 'Spot',
};
const STYLES: readonly (readonly KeyModel[])[] = [
  [ID],
  [ID],
  [ID, CODE],
  [ID, NUMBER],
  [PAIR],
  [ID, PAIR],
  [PLACE],
  [ID, PLACE],
];

export function createEntity(choices: Choices, name: string, subgraphs: readonly SchemaWriter[]): EntityModel {
  const keys = choices.pick(STYLES);
  const knowing = subgraphs.filter(() => choices.chance(75));
  const known = new Map<SchemaWriter, KeyModel>();
  for (const subgraph of knowing.length === 0 ? subgraphs.slice(0, 1) : knowing)
    known.set(subgraph, choices.pick(keys));
  const entity = { name, keys, known };
  for (const [index, subgraph] of [...known.keys()].entries()) {
    // The first knows every key, so that there is a way from any to any.
    for (const key of index === 0 ? keys : [known.get(subgraph) ?? ID]) addKey(subgraph, name, key);
  }
  return entity;
}

function addKey(subgraph: SchemaWriter, name: string, key: KeyModel): void {
  const type = subgraph.type(name);
  type.directive(`@key(fields: "${key.selection}")`);
  for (const [field, fieldType] of key.fields) type.field(field, `: ${fieldType}`);
  if (key.nested !== undefined) {
    const nested = subgraph.type(key.nested);
    nested.directive('@shareable');
    nested.field('x', ': ID!');
    nested.field('y', ': Int');
  }
}

const NAMES = ['name', 'title', 'price', 'spec', 'parts', 'owner', 'friends', 'state', 'grid', 'data', 'label'];

/** Gives each entity fields of its own, in one subgraph each or shared by two, that may lead to the others. */
export function addFields(choices: Choices, entity: EntityModel, entities: readonly EntityModel[]): void {
  const knowing = [...entity.known.keys()];
  for (const name of NAMES.filter(() => choices.chance(45))) {
    const owner = choices.pick(knowing);
    const rest = `${someArguments(choices, 25)}: ${wrapped(choices, targetType(choices, owner, entities))}`;
    const other = choices.pick(knowing);
    if (other === owner || !choices.chance(25) || !isEverywhere(rest)) {
      owner.type(entity.name).field(name, rest);
    } else if (choices.chance(40)) {
      owner.type(entity.name).field(name, `${rest} @override(from: "${other.name}")`);
      other.type(entity.name).field(name, rest);
    } else {
      for (const subgraph of [owner, other]) subgraph.type(entity.name).field(name, `${rest} @shareable`);
    }
  }
  for (const subgraph of knowing) {
    const type = subgraph.type(entity.name);
    if (choices.chance(20)) type.field(`hidden_${subgraph.name}`, ': String @inaccessible');
  }
}

/** A leaf, a value type, or an entity that the subgraph knows. */
export function targetType(choices: Choices, subgraph: SchemaWriter, entities: readonly EntityModel[]): string {
  const known = entities.filter(({ known: knowing }) => knowing.has(subgraph)).map(({ name }) => name);
  const abstract = ['Thing', 'Found', 'Media'].filter((name) => subgraph.has(name));
  const roll = choices.below(100);
  if (roll < 45) return leafType(choices);
  if (roll < 60) return choices.pick(VALUE_TYPES);
  if (roll < 72 && abstract.length > 0) return choices.pick(abstract);
  return known.length === 0 ? 'Spec' : choices.pick(known);
}

/** Whether the type of a field means the same in each subgraph. */
function isEverywhere(rest: string): boolean {
  return /: \W*(String|Int|Float|Boolean|ID|Color|AnyJson|Stamp|Spec|Money)\W*$/.test(rest);
}

/** What a field of one subgraph needs of another's: `@requires`, `@provides`. */
export function addDependencies(choices: Choices, entity: EntityModel): void {
  const knowing = [...entity.known.keys()];
  for (const subgraph of knowing) {
    const type = subgraph.type(entity.name);
    for (const other of knowing) {
      if (other === subgraph || !choices.chance(45)) continue;
      const wanted = [...other.type(entity.name).fields()].filter(
        ([name, rest]) => !type.fields().has(name) && /^: /.test(rest) && !rest.includes('@') && isEverywhere(rest),
      );
      if (wanted.length === 0) continue;
      const chosen = wanted.filter(() => choices.chance(60)).slice(0, 3);
      if (chosen.length === 0) continue;
      for (const [name, rest] of chosen) type.field(name, `${rest} @external`);
      const selection = chosen.map(([name, rest]) => `${name}${nestedSelection(choices, rest)}`).join(' ');
      const result = `${someArguments(choices, 20)}: ${wrapped(choices, leafType(choices))}`;
      type.field(`from_${other.name}_${subgraph.name}`, `${result} @requires(fields: "${selection}")`);
    }
  }
}

function nestedSelection(choices: Choices, rest: string): string {
  if (rest.includes('Spec'))
    return choices.pick([' { width }', ' { label width }', ' { cost { amount } }', ' { colors }']);
  return rest.includes('Money') ? choices.pick([' { amount }', ' { label extra }']) : '';
}

/** Roots that promise a field of another's along with the entity: the owner has to share it. */
export function addProvided(choices: Choices, entity: EntityModel): void {
  const [one, other] = [...entity.known.keys()];
  if (one === undefined || other === undefined || !choices.chance(35)) return;
  const type = choices.pick(['String', 'Int!', '[Color!]']);
  one.type(entity.name).field('shown', `: ${type} @shareable`);
  other.type(entity.name).field('shown', `: ${type} @external`);
  other.type('Query').field(`shown${entity.name}`, `: ${wrapped(choices, entity.name)} @provides(fields: "shown")`);
}
