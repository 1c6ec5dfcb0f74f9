import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { accessErrors } from '../errors.ts';
import { createExpiringCache } from '../expiring-cache.ts';

/** On whose behalf a request is made, as vouched for by the router or by another service. */
export interface Viewer {
  readonly userId: string;
  readonly roles: readonly string[];
  /** The sign-in this request came with; absent when a service acts for the user on its own. */
  readonly sessionId?: string;
}

/** What a subgraph knows of its caller once the signature has been checked. */
export interface Caller {
  /** The process that signed the request: "router" or a service's name. */
  readonly signedBy: string;
  /** Null for a visitor who is not signed in. */
  readonly viewer: Viewer | null;
  /** Where the router's client is; absent when a service calls on its own, or did not pass it on. */
  readonly clientAddress?: string;
  /** What the router's client calls itself (`User-Agent`), cut to 500 characters; absent when it does not. */
  readonly clientAgent?: string;
}

export const VIEWER_HEADER = 'x-galleria-viewer';

/**
 * The network address of the router's client. Read only beside a valid signature, so whoever wrote it can be believed.
 */
export const CLIENT_ADDRESS_HEADER = 'x-galleria-client-address';

/**
 * What the router's client calls itself, for the service that keeps sessions. It is what the client said, and no more
 * than that.
 */
export const CLIENT_AGENT_HEADER = 'x-galleria-client-agent';
/** Longer ones are no browsers. */
export const MAX_CLIENT_AGENT_LENGTH = 500;

const ALGORITHM = 'HS256';
const AUDIENCE = 'galleria-subgraph';
const LIFETIME_SECONDS = 60;
/** A signed header is sent again for this long, and is then still valid for as long. */
const REUSE_MS = 30_000;
/** Signing and checking cost some 300 µs each, more than many a resolver: busy viewers are remembered. */
const REMEMBERED_VIEWERS = 5_000;

/** A visitor who is not signed in is said to be one: a header that does not say who asks is no header. */
const claimsSchema = z.object({
  iss: z.string().min(1),
  exp: z.number(),
  viewer: z
    .object({ userId: z.string().min(1), roles: z.array(z.string()), sessionId: z.string().optional() })
    .nullable(),
});

/** Makes the value of the viewer header: a JWS (RFC 7515) over a secret that only Galleria's own processes hold. */
export function createViewerSigner(options: { readonly secret: string; readonly signedBy: string }) {
  const key = new TextEncoder().encode(options.secret);
  const signed = createExpiringCache<string>({ maxEntries: REMEMBERED_VIEWERS });
  return async (viewer: Viewer | null): Promise<string> => {
    const cacheKey = viewer === null ? '' : JSON.stringify([viewer.userId, viewer.sessionId, viewer.roles]);
    const remembered = signed.get(cacheKey);
    if (remembered !== undefined) return remembered;
    const header = await new SignJWT({ viewer })
      .setProtectedHeader({ alg: ALGORITHM })
      .setIssuer(options.signedBy)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(`${LIFETIME_SECONDS}s`)
      .sign(key);
    signed.set(cacheKey, header, Date.now() + REUSE_MS);
    return header;
  };
}

/** Checks a viewer header. Throws UNAUTHENTICATED when it is missing, forged or expired. */
export function createViewerVerifier(options: { readonly secret: string }) {
  const key = new TextEncoder().encode(options.secret);
  const verified = createExpiringCache<Caller>({ maxEntries: REMEMBERED_VIEWERS });
  return async (header: string | readonly string[] | undefined): Promise<Caller> => {
    if (typeof header !== 'string') throw accessErrors.UNAUTHENTICATED({ reason: 'viewer header missing' });
    const remembered = verified.get(header);
    if (remembered !== undefined) return remembered;
    try {
      const { payload } = await jwtVerify(header, key, {
        algorithms: [ALGORITHM],
        audience: AUDIENCE,
        clockTolerance: 5,
      });
      const claims = claimsSchema.parse(payload);
      const caller = toCaller(claims);
      verified.set(header, caller, claims.exp * 1_000);
      return caller;
    } catch {
      throw accessErrors.UNAUTHENTICATED({ reason: 'viewer header not valid' });
    }
  };
}

/** The viewer, or UNAUTHENTICATED. */
export function requireViewer(caller: Caller): Viewer {
  if (caller.viewer === null) throw accessErrors.UNAUTHENTICATED();
  return caller.viewer;
}

/** The viewer if they hold the role; UNAUTHENTICATED or FORBIDDEN otherwise. */
export function requireRole(caller: Caller, role: string): Viewer {
  const viewer = requireViewer(caller);
  if (!hasRole(viewer, role)) throw accessErrors.FORBIDDEN();
  return viewer;
}

export function hasRole(viewer: Viewer | null, role: string): boolean {
  return viewer?.roles.includes(role) ?? false;
}

function toCaller({ iss, viewer }: z.infer<typeof claimsSchema>): Caller {
  if (viewer === null) return { signedBy: iss, viewer };
  const { sessionId, ...known } = viewer;
  return { signedBy: iss, viewer: sessionId === undefined ? known : { ...known, sessionId } };
}
