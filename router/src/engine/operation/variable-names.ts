const OWN_PREFIX = 'client_';

/**
 * Of the planners' own variables: `representations` and `contextualArgument_1_0`, which is followed by a number where
 * one operation asks about several contexts.
 */
const RESERVED = ['representations', 'contextualArgument', '_', OWN_PREFIX];

/** What a client's variable is called in what is planned, where it may be one of the planners'. */
export function plannedVariable(name: string): string {
  return RESERVED.some((prefix) => name.startsWith(prefix)) ? OWN_PREFIX + name : name;
}

/** The client's name of a variable of a plan. */
export function clientVariable(name: string): string {
  return name.startsWith(OWN_PREFIX) ? name.slice(OWN_PREFIX.length) : name;
}
