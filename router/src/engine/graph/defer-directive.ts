import { Kind, parse, type DirectiveDefinitionNode, type DirectiveNode } from 'graphql';

const SDL = `
"""
What this fragment selects may come later than the rest of the answer, for a client that takes an answer in parts
(Accept: multipart/mixed;deferSpec=20220824). Others get one whole answer.
"""
directive @defer(
  "Whether it may come later."
  if: Boolean! = true
  "What the client calls the part that it comes in; no other @defer of the document may have the same."
  label: String
) on FRAGMENT_SPREAD | INLINE_FRAGMENT`;

/** The router's own directive, which no supergraph brings. */
export const DEFER_DEFINITIONS: readonly DirectiveDefinitionNode[] = parse(SDL, {
  noLocation: true,
}).definitions.filter((definition) => definition.kind === Kind.DIRECTIVE_DEFINITION);

export function isDefer({ name }: Pick<DirectiveNode, 'name'>): boolean {
  return name.value === 'defer';
}
