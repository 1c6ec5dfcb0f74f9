import {
  Kind,
  visit,
  type ArgumentNode,
  type ConstArgumentNode,
  type DirectiveNode,
  type DirectiveLocation,
  type GraphQLSchema,
} from 'graphql';
import { isConditional } from './conditions.ts';
import { plannedVariable } from './variable-names.ts';

/**
 * The directives that stand at a place of a client's operation and mean something to subgraphs. What the client left
 * to the supergraph's defaults is written out, because a subgraph may have another default, or none.
 */
export function clientDirectives(
  schema: GraphQLSchema,
  directives: readonly DirectiveNode[] | undefined,
): readonly DirectiveNode[] {
  return (directives ?? [])
    .filter((directive) => !isConditional(directive))
    .map((directive) => {
      const given = directive.arguments ?? [];
      const defaults = defaultsOf(schema, directive).filter(
        ({ name }) => !given.some((argument) => argument.name.value === name.value),
      );
      return { ...directive, arguments: [...given.map(plainArgument), ...defaults] };
    });
}

function defaultsOf(schema: GraphQLSchema, { name }: DirectiveNode): ConstArgumentNode[] {
  return (schema.getDirective(name.value)?.args ?? []).flatMap(({ astNode }) =>
    astNode?.defaultValue === undefined
      ? []
      : [{ kind: Kind.ARGUMENT, name: astNode.name, value: astNode.defaultValue } as const],
  );
}

/** Whether a directive may stand at such a place of an operation. */
export function isAllowedAt(schema: GraphQLSchema, { name }: DirectiveNode, location: DirectiveLocation): boolean {
  return schema.getDirective(name.value)?.locations.includes(location) === true;
}

/** Text of several lines as text of one, which every printer writes alike, and variables under names of their own. */
export function plainArgument(argument: ArgumentNode): ArgumentNode {
  return visit(argument, {
    StringValue: (node) => (node.block === true ? { ...node, block: false } : undefined),
    Variable: (node) => ({ ...node, name: { ...node.name, value: plannedVariable(node.name.value) } }),
  });
}
