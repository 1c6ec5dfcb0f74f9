import { z } from 'zod';

/** What is read of every access token; further claims are for whoever knows the issuer. */
export const claimsSchema = z.looseObject({
  sub: z.string().min(1),
  exp: z.number(),
  /** Words (RFC 8693, section 4.2), or a list of them, as some issuers write it. */
  scope: z.union([z.string().transform((words) => words.split(' ')), z.array(z.string())]).default([]),
});

export type TokenClaims = z.output<typeof claimsSchema>;

/** How a role is called among scopes. A claim of scopes names none: an issuer may give those that it is asked for. */
const ROLE_SCOPE = 'role:';

/** Those that the claim names, and `role:` with each role of the viewer. */
export function scopesOf({ scope }: TokenClaims, roles: readonly string[]): ReadonlySet<string> {
  const named = scope.filter((name) => name !== '' && !name.startsWith(ROLE_SCOPE));
  return new Set([...named, ...roles.map((role) => `${ROLE_SCOPE}${role}`)]);
}
