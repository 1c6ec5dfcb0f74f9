import {
  isCompositeType,
  Kind,
  valueFromASTUntyped,
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLNamedType,
} from 'graphql';
import { localDirective, readFeatures } from '../../engine/graph/supergraph-features.ts';

/** What a graph says of how much its fields cost. */
export interface CostRules {
  /**
   * Of one value of a field: what `@cost` says at it or at its type, else one for an object and none for a scalar. An
   * interface and a union say nothing themselves: they weigh what the heaviest of their types does.
   */
  readonly weightOf: (type: string, field: string, valueType: GraphQLNamedType) => number;
  /** Of what is given to a field: undefined where the graph has weights for no argument at all. */
  readonly weightOfInput: ((coordinate: string) => number) | undefined;
  /** One for each way in which a type of an interface says it; undefined for one that says nothing. */
  readonly listSizesOf: (type: string, field: string) => readonly (ListSize | undefined)[];
}

/** What `@listSize` says of a field. */
export interface ListSize {
  readonly assumedSize: number | undefined;
  /** Of which the longest says how long the list is. */
  readonly slicingArguments: readonly string[];
  /** The lists below the field that are so long; empty for the field itself. */
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
}

/** For a graph that says nothing. */
export const NO_COST_RULES: CostRules = costRules({
  weights: new Map(),
  inputs: new Map(),
  sizes: new Map(),
  members: new Map(),
});

/** What is said where. */
interface Said {
  readonly weights: ReadonlyMap<string, number>;
  readonly inputs: ReadonlyMap<string, number>;
  readonly sizes: ReadonlyMap<string, ListSize>;
  /** The object types of interfaces and unions. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

/** Of a supergraph (https://specs.apollo.dev/cost/v0.1, after https://ibm.github.io/graphql-specs/cost-spec.html). */
export function readCostRules(document: DocumentNode): CostRules {
  const features = readFeatures(document);
  const cost = localDirective(features, 'cost');
  const listSize = localDirective(features, 'cost', 'listSize');
  const weights = new Map<string, number>();
  const inputs = new Map<string, number>();
  const sizes = new Map<string, ListSize>();
  const weigh = (into: Map<string, number>, coordinate: string, directives: readonly DirectiveNode[] = []) => {
    const weight = argumentsOf(directives, cost)?.['weight'];
    if (typeof weight === 'number') into.set(coordinate, Math.max(weight, into.get(coordinate) ?? weight));
  };
  const readField = (type: string, interfaces: readonly string[], definition: FieldDefinitionNode) => {
    const { name, directives, arguments: taken } = definition;
    weigh(weights, `${type}.${name.value}`, directives);
    for (const argument of taken ?? []) {
      for (const holder of [type, ...interfaces]) {
        weigh(inputs, `${holder}.${name.value}(${argument.name.value})`, argument.directives);
      }
    }
    const given = argumentsOf(directives, listSize);
    if (given !== undefined) sizes.set(`${type}.${name.value}`, listSizeFrom(given));
  };
  for (const definition of document.definitions) {
    if (!('name' in definition) || definition.name === undefined || !('directives' in definition)) continue;
    const type = definition.name.value;
    weigh(weights, type, definition.directives);
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION) {
      const interfaces = (definition.interfaces ?? []).map(({ name }) => name.value);
      for (const field of definition.fields ?? []) readField(type, interfaces, field);
    } else if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      for (const { name, directives } of definition.fields ?? []) weigh(inputs, `${type}.${name.value}`, directives);
    }
  }
  return costRules({ weights, inputs, sizes, members: readMembers(document) });
}

function readMembers({ definitions }: DocumentNode): Map<string, readonly string[]> {
  const members = new Map<string, readonly string[]>();
  const add = (type: string, member: string) => members.set(type, [...(members.get(type) ?? []), member]);
  for (const definition of definitions) {
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) {
      for (const { name } of definition.interfaces ?? []) add(name.value, definition.name.value);
    } else if (definition.kind === Kind.UNION_TYPE_DEFINITION) {
      for (const { name } of definition.types ?? []) add(definition.name.value, name.value);
    }
  }
  return members;
}

function costRules({ weights, inputs, sizes, members }: Said): CostRules {
  const behind = (type: string): readonly string[] => members.get(type) ?? [type];
  const weightOfValue = (type: GraphQLNamedType) => {
    const unsaid = isCompositeType(type) ? 1 : 0;
    return weights.size === 0 ? unsaid : Math.max(...behind(type.name).map((name) => weights.get(name) ?? unsaid));
  };
  return {
    weightOf: (type, field, valueType) => {
      const ofValue = weightOfValue(valueType);
      if (weights.size === 0) return ofValue;
      const own = weights.get(`${type}.${field}`);
      return Math.max(...behind(type).map((name) => weights.get(`${name}.${field}`) ?? own ?? ofValue));
    },
    weightOfInput: inputs.size === 0 ? undefined : (coordinate) => inputs.get(coordinate) ?? 0,
    listSizesOf: (type, field) => {
      if (sizes.size === 0) return UNSAID;
      const own = sizes.get(`${type}.${field}`);
      return [...new Set(behind(type).map((name) => sizes.get(`${name}.${field}`) ?? own))];
    },
  };
}

const UNSAID: readonly undefined[] = [undefined];

function argumentsOf(
  directives: readonly (DirectiveNode | ConstDirectiveNode)[] | undefined,
  name: string | undefined,
): Readonly<Record<string, unknown>> | undefined {
  const directive = directives?.find((one) => one.name.value === name);
  if (directive === undefined) return undefined;
  return Object.fromEntries(
    (directive.arguments ?? []).map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)]),
  );
}

function listSizeFrom(given: Readonly<Record<string, unknown>>): ListSize {
  const { assumedSize } = given;
  return {
    assumedSize: typeof assumedSize === 'number' ? assumedSize : undefined,
    slicingArguments: namesOf(given['slicingArguments']),
    sizedFields: namesOf(given['sizedFields']),
    requireOneSlicingArgument: given['requireOneSlicingArgument'] !== false,
  };
}

function namesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'string' ? [value] : [];
}
