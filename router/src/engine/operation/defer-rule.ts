import { GraphQLError, Kind, type ASTVisitor, type DirectiveNode, type ValidationContext } from 'graphql';
import { isDefer } from '../graph/defer-directive.ts';

/**
 * What the incremental delivery proposal says of `@defer` beside where it may stand: labels are texts, each there once,
 * and at the root of a mutation, whose fields have an order, nothing is deferred. Nor is it at that of a subscription.
 */
export function deferRule(context: ValidationContext): ASTVisitor {
  const labels = new Map<string, DirectiveNode>();
  const schema = context.getSchema();
  return {
    Directive: (directive) => {
      if (!isDefer(directive)) return;
      const parent = context.getParentType();
      if (parent != null && (parent === schema.getMutationType() || parent === schema.getSubscriptionType())) {
        report(`@defer cannot be used at the root of a ${parent.name.toLowerCase()}.`, [directive]);
      }
      const label = directive.arguments?.find(({ name }) => name.value === 'label')?.value;
      if (label === undefined || label.kind === Kind.NULL) return;
      if (label.kind !== Kind.STRING)
        return report('The label of @defer must be a text, and no variable.', [directive]);
      const other = labels.get(label.value);
      if (other !== undefined) report('Each label of @defer must be there once only.', [other, directive]);
      labels.set(label.value, directive);
    },
  };

  function report(message: string, nodes: readonly DirectiveNode[]): void {
    context.reportError(new GraphQLError(message, { nodes }));
  }
}
