import { Kind, visit, type DirectiveNode, type DocumentNode, type SelectionNode } from 'graphql';

/** The values of the variables that `@skip` and `@include`, or that `@defer` depends on. */
export type Conditions = ReadonlyMap<string, boolean>;

/** The variables that decide which parts of a document are executed. */
export function conditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: (directive) => {
      const value = isConditional(directive) ? conditionOf(directive) : undefined;
      if (value?.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names].sort();
}

export function isIncluded({ directives }: SelectionNode, conditions: Conditions): boolean {
  return (directives ?? []).filter(isConditional).every((directive) => {
    const value = conditionOf(directive);
    const isTrue =
      value?.kind === Kind.VARIABLE
        ? conditions.get(value.name.value) === true
        : value?.kind === Kind.BOOLEAN && value.value;
    return directive.name.value === 'include' ? isTrue : !isTrue;
  });
}

/** Whether a directive decides if something is executed. */
export function isConditional({ name }: DirectiveNode): boolean {
  return name.value === 'skip' || name.value === 'include';
}

export function conditionOf(directive: DirectiveNode) {
  return directive.arguments?.find(({ name }) => name.value === 'if')?.value;
}
