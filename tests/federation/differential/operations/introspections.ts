import { Kind, parse, type FieldNode, type GraphQLSchema } from 'graphql';
import type { Choices } from './choices.ts';
import type { Variables } from './variables.ts';

const TYPE_PARTS = [
  'name',
  'kind',
  'fields { name type { kind name ofType { kind name ofType { name } } } }',
  'fields { name args { name defaultValue type { name kind } } }',
  'inputFields { name defaultValue }',
  'enumValues { name }',
  '__typename',
];
const SCHEMA_PARTS = ['queryType { name }', 'mutationType { name fields { name } }', '__typename'];

/** Questions about the schema itself that any engine must answer alike. */
export function introspections(choices: Choices, schema: GraphQLSchema, variables: Variables): readonly FieldNode[] {
  const names = Object.keys(schema.getTypeMap());
  const name = choices.chance(10) ? 'NoSuchType' : choices.pick(names);
  const field = fieldOf(
    `__type(name: ${JSON.stringify(name)}) { ${choices.pick(TYPE_PARTS)} ${choices.pick(TYPE_PARTS)} }`,
  );
  const byVariable = fieldOf(`t: __type(name: "") { name ${choices.pick(TYPE_PARTS)} }`);
  const variable = variables.typeName(name);
  return [
    field,
    { ...byVariable, arguments: (byVariable.arguments ?? []).map((argument) => ({ ...argument, value: variable })) },
    fieldOf(`__schema { ${choices.pick(SCHEMA_PARTS)} }`),
  ];
}

function fieldOf(text: string): FieldNode {
  const [definition] = parse(`{ ${text} }`, { noLocation: true }).definitions;
  const [field] = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [];
  if (field?.kind !== Kind.FIELD) throw new Error(`not a field: ${text}`);
  return field;
}
