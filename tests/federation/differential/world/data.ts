import {
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  getArgumentValues,
  type FieldNode,
  type GraphQLOutputType,
  type SelectionSetNode,
} from 'graphql';
import type { FieldFacts, Facts } from './facts.ts';
import { canonical, happens, hashOf, oneOf } from './hash.ts';
import { keyValue, leafValue } from './values.ts';

/** An object of the world. Equal `family` and `id` are the same object, whoever tells of it. */
export interface Ref {
  /** Always an object type of the whole graph, never an interface object's name. */
  readonly type: string;
  readonly family: string;
  readonly id: string;
  /** What a gateway sent to a subgraph about it; only there. */
  readonly representation?: Readonly<Record<string, unknown>>;
}

export interface Data {
  /** Gives null, or errors, where the seed says so. `required` is the text of what `@requires` brought. */
  readonly resolve: (ref: Ref, field: string, args: Readonly<Record<string, unknown>>, required: string) => unknown;
  /** The fields of a selection as JSON, canonically: what a gateway would know of the object. */
  readonly project: (ref: Ref, selection: SelectionSetNode) => Readonly<Record<string, unknown>>;
  /** Every entity of a family. */
  readonly entities: (family: string) => readonly Ref[];
}

export interface DataOptions {
  readonly facts: Facts;
  readonly seed: number;
  /** How many of a hundred values fail, and how many are null in a place that promises something. */
  readonly faultPercent: number;
}

/** Few, so that the same one is met in many places of one answer. */
const ENTITIES_OF_A_FAMILY = 6;
const LONGEST_LIST = 3;
const NULL_PERCENT = 12;

export const ROOT_ID = 'root';

/** Whether a resolver failed on purpose. */
class PlantedFault extends Error {
  override readonly name = 'PlantedFault';
}

/**
 * What the world holds: each value is a pure function of the seed, the object, the field and its arguments, so that
 * every subgraph, and the one process, gives the same.
 */
export function createData({ facts, seed, faultPercent }: DataOptions): Data {
  const entities = (family: string) =>
    Array.from({ length: ENTITIES_OF_A_FAMILY }, (_, n): Ref => {
      const members = facts.members(family);
      return { type: oneOf(members, n), family, id: String(n) };
    });

  const object = (typeName: string, at: Place): Ref => {
    const family = facts.family(typeName);
    if (!facts.isEntity(typeName)) return { type: typeName, family, id: at.hash.toString(36) };
    const candidates = entities(family).filter(({ type }) => type === typeName);
    return oneOf(candidates, at.facts.keyPlaces.length > 0 ? Number(at.owner.id) || 0 : at.hash);
  };

  const named = (type: GraphQLOutputType, at: Place): unknown => {
    if (!isLeafType(type)) return object(oneOf(at.facts.possibleTypes, hashOf(at.hash, 'type')), at);
    if (at.facts.keyPlaces.length > 0 && !isEnumType(type)) {
      return keyValue(type, at.field, at.owner.family, keyNumber(at.facts, Number(at.owner.id)));
    }
    return leafValue(type, at.hash);
  };

  const build = (type: GraphQLOutputType, at: Place, promised: boolean): unknown => {
    if (isNonNullType(type)) return build(type.ofType as GraphQLOutputType, at, true);
    if (!at.facts.reliable && happens(faultPercent, at.hash, 'fails')) return new PlantedFault(`planted at ${at.path}`);
    const nulls = promised ? (at.facts.reliable ? 0 : faultPercent) : NULL_PERCENT;
    if (at.facts.keyPlaces.length === 0 && happens(nulls, at.hash, 'null')) return null;
    if (!isListType(type)) return named(type, at);
    const length = happens(10, at.hash, 'empty') ? 0 : 1 + (hashOf(at.hash, 'length') % LONGEST_LIST);
    return Array.from({ length }, (_, index) => {
      const item = { ...at, path: `${at.path}.${index}`, hash: hashOf(at.hash, index) };
      return build(type.ofType, item, false);
    });
  };

  const resolve: Data['resolve'] = (ref, field, args, required) => {
    const known = facts.field(ref.type, field);
    const path = `${ref.family}:${ref.id}.${field}${canonical(args)}${required}`;
    return build(known.type, { facts: known, owner: ref, field, path, hash: hashOf(seed, path) }, false);
  };

  const project: Data['project'] = (ref, selection) => {
    const found: Record<string, unknown> = {};
    for (const selected of selection.selections) {
      if (selected.kind === Kind.INLINE_FRAGMENT) {
        if (matches(facts, ref, selected.typeCondition?.name.value)) {
          Object.assign(found, project(ref, selected.selectionSet));
        }
      } else if (selected.kind === Kind.FIELD) {
        if (selected.name.value === '__typename') continue;
        found[selected.name.value] = projectField(ref, selected);
      }
    }
    return found;
  };

  const projectField = (ref: Ref, node: FieldNode): unknown => {
    const { field, requires } = facts.field(ref.type, node.name.value);
    const required = requires === null ? '' : canonical(project(ref, requires));
    const value = resolve(ref, node.name.value, getArgumentValues(field, node), required);
    const inner = (item: unknown): unknown => {
      if (Array.isArray(item)) return item.map(inner);
      return node.selectionSet !== undefined && item !== null ? project(item as Ref, node.selectionSet) : item;
    };
    return inner(value);
  };

  return { resolve, project, entities };
}

interface Place {
  readonly facts: FieldFacts;
  readonly owner: Ref;
  readonly field: string;
  readonly path: string;
  readonly hash: number;
}

/** Alone, a field of a key tells entities apart; of several, each is shared by some, and only all of them tell. */
function keyNumber({ keyPlaces }: FieldFacts, n: number): number {
  if (keyPlaces.some(({ size }) => size === 1)) return n;
  return (keyPlaces[0]?.index ?? 0) % 2 === 0 ? Math.floor(n / 2) : n % 2;
}

function matches(facts: Facts, ref: Ref, condition: string | undefined): boolean {
  if (condition === undefined || condition === ref.type) return true;
  return facts.subgraphs.some(({ schema }) => {
    const object = schema.getType(ref.type);
    const isCondition = ({ name }: { name: string }) => name === condition;
    return isObjectType(object) && object.getInterfaces().some(isCondition);
  });
}
