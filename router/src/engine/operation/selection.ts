import type { ArgumentNode, DirectiveNode } from 'graphql';

/**
 * What an operation selects, as planning and completion need it: conditions are decided, fragments written out, and no
 * field stands under a key that means something else to a subgraph.
 */
export type Selection = FieldSelection | FragmentSelection;

export interface FieldSelection {
  readonly kind: 'field';
  readonly name: string;
  /** The key that the client wants to see it under. */
  readonly responseName: string;
  /** The key that subgraphs are asked to give it under. */
  readonly key: string;
  readonly arguments: readonly ArgumentNode[];
  /** For the subgraph that is asked for it. */
  readonly directives: readonly DirectiveNode[];
  /** For a field of a composite type; empty when all that the client selected is skipped. */
  readonly selections: readonly Selection[] | undefined;
  /** Why nobody is asked for it, and it is null: what the viewer may not see of it. */
  readonly withheld?: readonly Withheld[];
}

/** Something that the viewer may not see. */
export interface Withheld {
  /** Its coordinate in the schema, such as `User.email`. */
  readonly coordinate: string;
  /** Where it would stand below the field that is null, as far as that is the same for all objects. */
  readonly path: readonly string[];
}

/** For objects of one type, or of those that an abstract type stands for. */
export interface FragmentSelection {
  readonly kind: 'fragment';
  readonly type: string;
  readonly selections: readonly Selection[];
  /** For what comes in a part of its own, after the rest of its object. */
  readonly deferral?: Deferral;
}

export interface Deferral {
  /** No other one's of the operation: a fragment that is spread twice is deferred twice. */
  readonly id: string;
  /** The client's. */
  readonly label: string | undefined;
}

/** The fields that stand under one key, in fragments on such types, too. */
export function fieldsWithKey(
  selections: readonly Selection[],
  key: string,
  isMeant: (type: string) => boolean,
): FieldSelection[] {
  return selections.flatMap((selection) => {
    if (selection.kind === 'fragment') {
      return isMeant(selection.type) ? fieldsWithKey(selection.selections, key, isMeant) : [];
    }
    return selection.key === key ? [selection] : [];
  });
}
