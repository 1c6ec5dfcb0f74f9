import { TypeInfo, visit, visitWithTypeInfo, type GraphQLSchema } from 'graphql';
import { definitionsOf, type AcceptedOperation } from '../operation/accept.ts';
import type { Requirement, Requirements } from './requirements.ts';
import { meets, NO_RIGHTS, policiesOf, type Authorize, type Rights } from './rights.ts';

/** Of all that an operation requires, what is not met: what depends on it leaves the operation. */
export type Denied = ReadonlySet<Requirement>;

export interface Denials<Context> {
  /** Of one request; undefined where the operation requires nothing, which most of them do. */
  readonly of: (accepted: AcceptedOperation, context: Context) => Promise<Denied> | undefined;
  /** Those that are likely to come, for plans that are made before anybody asks. */
  readonly likely: (accepted: AcceptedOperation) => readonly Denied[];
}

export const NOTHING_DENIED: Denied = new Set();

/** Without `authorize` nobody has any right. */
export function createDenials<Context>(
  schema: GraphQLSchema,
  requirements: Requirements,
  authorize: Authorize<Context> = () => NO_RIGHTS,
): Denials<Context> {
  const known = new WeakMap<AcceptedOperation, readonly Requirement[]>();
  return {
    of: (accepted, context) => {
      const required = requiredBy(accepted);
      return required.length === 0 ? undefined : denied(required, context);
    },
    likely: (accepted) => {
      const required = requiredBy(accepted);
      if (required.length === 0) return [NOTHING_DENIED];
      const signedIn = unmet(required, { ...NO_RIGHTS, isAuthenticated: true });
      return [NOTHING_DENIED, signedIn, unmet(required, NO_RIGHTS)];
    },
  };

  async function denied(required: readonly Requirement[], context: Context): Promise<Denied> {
    return unmet(required, await authorize(policiesOf(required), context));
  }

  function requiredBy(accepted: AcceptedOperation): readonly Requirement[] {
    let required = known.get(accepted);
    if (required === undefined) known.set(accepted, (required = findRequired(accepted)));
    return required;
  }

  function findRequired(accepted: AcceptedOperation): readonly Requirement[] {
    const found = new Set<Requirement>();
    const types = new TypeInfo(schema);
    for (const definition of definitionsOf(accepted)) {
      visit(
        definition,
        visitWithTypeInfo(types, {
          Field: ({ name }) => {
            const parent = types.getParentType();
            if (parent == null) return;
            for (const requirement of requirements.ofField(parent.name, name.value)) found.add(requirement);
          },
        }),
      );
    }
    return [...found];
  }
}

function unmet(required: readonly Requirement[], rights: Rights): Denied {
  return new Set(required.filter((requirement) => !meets(requirement, rights)));
}
