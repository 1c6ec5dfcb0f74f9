import { GraphQLError, valueFromAST, type FieldNode, type GraphQLField } from 'graphql';
import type { ListSize } from './cost-rules.ts';

type Variables = Readonly<Record<string, unknown>>;

/** A field of an operation, and what the schema says of it. */
export interface AskedField {
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  readonly coordinate: string;
}

/**
 * How long a list is by `@listSize`: as the longest of its slicing arguments asks for, else as is assumed. Throws
 * BAD_USER_INPUT where one of them has to be given, and no more.
 */
export function lengthByRule(rule: ListSize, asked: AskedField, variables: Variables): number | undefined {
  const { requireOneSlicingArgument, assumedSize } = rule;
  // A field of an interface may take less than that of the type whose rule it is.
  const taken = asked.field.args.map(({ name }) => name);
  const slicingArguments = rule.slicingArguments.filter((name) => taken.includes(name));
  const given = slicingArguments.flatMap((name) => lengthGiven(name, asked, variables, false));
  const lengths =
    given.length > 0 ? given : slicingArguments.flatMap((name) => lengthGiven(name, asked, variables, true));
  if (slicingArguments.length > 0 && requireOneSlicingArgument && lengths.length !== 1) {
    const message = `${asked.coordinate} needs one of ${slicingArguments.join(', ')}, and no more than one.`;
    throw new GraphQLError(message, { nodes: [asked.node], extensions: { code: 'BAD_USER_INPUT' } });
  }
  return lengths.length === 0 ? assumedSize : Math.max(...lengths);
}

/** How long it is by `first` or `ids` in a graph that says nothing; undefined where a field has neither. */
export function lengthByName(asked: AskedField, variables: Variables): number | undefined {
  for (const { name } of asked.field.args) {
    if (name !== 'first' && name !== 'ids') continue;
    const [length] = lengthGiven(name, asked, variables, true);
    if (length !== undefined) return length;
  }
  return undefined;
}

/** What an argument limits a list to; nothing when it is not given, or not that way. */
function lengthGiven(name: string, { node, field }: AskedField, variables: Variables, byDefault: boolean): number[] {
  const definition = field.args.find((argument) => argument.name === name);
  if (definition === undefined) return [];
  const literal = node.arguments?.find((argument) => argument.name.value === name)?.value;
  const given: unknown = literal === undefined ? undefined : valueFromAST(literal, definition.type, variables);
  const value = given === undefined && byDefault ? definition.defaultValue : given;
  // A field that is asked for nothing, or less, is refused by its service.
  if (typeof value === 'number') return [Math.max(value, 0)];
  return Array.isArray(value) ? [value.length] : [];
}
