import { randomUUID } from 'node:crypto';
import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

export type Arguments = Readonly<Record<string, unknown>>;

export interface BuiltField {
  /** `order(id: $id) { … }`. */
  readonly text: string;
  /** `$id: ID!`; empty without arguments. */
  readonly declarations: string;
  readonly variables: Arguments;
}

const SELECTED_LEVELS = 2;
const PAGE = 20;

export function fieldOf(schema: GraphQLSchema, type: string, field: string): GraphQLField<unknown, unknown> {
  const found = schema.getType(type);
  const definition = isObjectType(found) || isInterfaceType(found) ? found.getFields()[field] : undefined;
  if (definition === undefined) throw new Error(`The graph has no ${type}.${field}.`);
  return definition;
}

export interface BuildOptions {
  /** Values for arguments. */
  readonly given?: Arguments | undefined;
  /** What is not selected below the field: external fields never are. */
  readonly without?: (coordinate: string) => boolean;
}

/**
 * A field with everything below it that needs no arguments and is not left out, and with values for those arguments of
 * its own that must be there: of the right type and of no use, unless `given`.
 */
export function buildField(
  schema: GraphQLSchema,
  field: GraphQLField<unknown, unknown>,
  { given = {}, without = () => false }: BuildOptions = {},
): BuiltField {
  const args = field.args.filter((argument) => isRequiredArgument(argument) || argument.name in given);
  const variables = Object.fromEntries(args.map(({ name, type }) => [name, given[name] ?? uselessValue(name, type)]));
  const passed = args.map(({ name }) => `${name}: $${name}`).join(', ');
  return {
    text: `${field.name}${passed === '' ? '' : `(${passed})`}${selection({ schema, without }, getNamedType(field.type), SELECTED_LEVELS)}`,
    declarations: args.map(({ name, type }) => `$${name}: ${type.toString()}`).join(', '),
    variables,
  };
}

/** A value that fits the type and names nothing. */
export function uselessValue(name: string, type: GraphQLInputType): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [];
  if (isEnumType(inner)) return inner.getValues()[0]?.name;
  if (isInputObjectType(inner)) {
    const fields = Object.values(inner.getFields()).filter(isRequiredInputField);
    return Object.fromEntries(fields.map((field) => [field.name, uselessValue(field.name, field.type)]));
  }
  switch (inner.toString()) {
    case 'ID':
      return randomUUID();
    case 'Int':
      return name === 'first' ? PAGE : 1;
    case 'Float':
      return 1;
    case 'Boolean':
      return false;
    case 'DateTime':
      return new Date().toISOString();
    default:
      return '';
  }
}

type Selecting = Required<Pick<BuildOptions, 'without'>> & { readonly schema: GraphQLSchema };

function selection(selecting: Selecting, type: GraphQLNamedType, levels: number): string {
  const { schema, without } = selecting;
  if (isLeafType(type)) return '';
  if (isAbstractType(type)) return ` { __typename${problemSelection(schema, type)} }`;
  if (!isObjectType(type)) return '';
  const fields = Object.values(type.getFields())
    .filter((field) => !field.args.some(isRequiredArgument) && !isExternal(field))
    .filter((field) => !without(`${type.name}.${field.name}`))
    .filter((field) => levels > 0 || isLeafType(getNamedType(field.type)))
    .map((field) => `${field.name}${selection(selecting, getNamedType(field.type), levels - 1)}`);
  return ` { __typename ${fields.join(' ')} }`;
}

/** Another subgraph's, known here only when it is brought along. */
function isExternal({ astNode }: GraphQLField<unknown, unknown>): boolean {
  return astNode?.directives?.some(({ name }) => name.value === 'external') ?? false;
}

function problemSelection(schema: GraphQLSchema, type: GraphQLNamedType): string {
  const problem = schema.getType('Problem');
  const hasProblems =
    isAbstractType(type) &&
    isInterfaceType(problem) &&
    schema.getPossibleTypes(type).some((member) => member.getInterfaces().includes(problem));
  return hasProblems ? ' ... on Problem { code }' : '';
}
