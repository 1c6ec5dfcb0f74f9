import type { Requirement } from './requirements.ts';

/** What whoever asks has been found to have. */
export interface Rights {
  readonly isAuthenticated: boolean;
  readonly scopes: ReadonlySet<string>;
  /** Those that hold, of the ones that were asked for. */
  readonly policies: ReadonlySet<string>;
}

/** Finds out what a viewer may. It is told all policies that an operation depends on, and asked once for each. */
export type Authorize<Context> = (policies: readonly string[], context: Context) => Rights | Promise<Rights>;

export const NO_RIGHTS: Rights = { isAuthenticated: false, scopes: new Set(), policies: new Set() };

export function meets(requirement: Requirement, { isAuthenticated, scopes, policies }: Rights): boolean {
  switch (requirement.kind) {
    case 'authenticated':
      return isAuthenticated;
    case 'scopes':
      return requirement.anyOf.some((all) => all.every((scope) => scopes.has(scope)));
    case 'policies':
      return requirement.anyOf.some((all) => all.every((policy) => policies.has(policy)));
  }
}

/** All policies that any of these is about. */
export function policiesOf(requirements: readonly Requirement[]): string[] {
  const named = requirements.flatMap((requirement) =>
    requirement.kind === 'policies' ? requirement.anyOf.flat() : [],
  );
  return [...new Set(named)];
}
