import { freePort } from '@galleria/platform/testing/network/free-port';
import fastify, { type FastifyInstance } from 'fastify';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';

/** Stands for the users service, or for somebody else's: makes keys and tokens, and publishes the keys. */
export interface TokenIssuer {
  readonly jwksUrl: string;
  /** How often the keys were asked for. */
  readonly fetches: () => number;
  /** Makes a key that signs from now on; the keys published are it and, unless told otherwise, all before it. */
  rotate(options?: {
    readonly publish?: boolean;
    readonly withdrawOthers?: boolean;
    /** EdDSA unless told otherwise. */
    readonly algorithm?: string;
  }): Promise<void>;
  issue(claims?: Partial<Claims>): Promise<string>;
  stop(): Promise<void>;
  start(): Promise<void>;
}

interface Claims {
  readonly subject: string;
  readonly roles: readonly string[];
  readonly scope: string | readonly string[];
  readonly sessionId: string;
  readonly issuer: string;
  readonly audience: string;
  /** Seconds from now. */
  readonly lifetime: number;
  readonly keyId: string;
  readonly others: Readonly<Record<string, unknown>>;
}

interface SigningKey {
  readonly id: string;
  readonly algorithm: string;
  readonly key: CryptoKey;
}

export async function startTokenIssuer(): Promise<TokenIssuer> {
  let published: JWK[] = [];
  let current: SigningKey | undefined;
  let count = 0;
  let fetches = 0;
  let app: FastifyInstance | undefined;
  const port = await freePort();
  const start = async () => {
    app = fastify({ forceCloseConnections: true });
    app.get('/.well-known/jwks.json', async () => {
      fetches += 1;
      return { keys: published };
    });
    await app.listen({ host: '127.0.0.1', port });
  };
  const rotate: TokenIssuer['rotate'] = async (options = {}) => {
    const { publish = true, withdrawOthers = false, algorithm = 'EdDSA' } = options;
    const pair = await generateKeyPair(algorithm, { extractable: true });
    count += 1;
    current = { id: `key-${count}`, algorithm, key: pair.privateKey };
    if (withdrawOthers) published = [];
    if (publish)
      published = [...published, { ...(await exportJWK(pair.publicKey)), kid: current.id, alg: algorithm, use: 'sig' }];
  };
  await start();
  await rotate();
  return {
    jwksUrl: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    fetches: () => fetches,
    rotate,
    start,
    stop: async () => app?.close(),
    issue: (claims) => sign(current!, claims),
  };
}

async function sign(current: SigningKey, claims: Partial<Claims> = {}): Promise<string> {
  const scope = claims.scope === undefined ? {} : { scope: claims.scope };
  return new SignJWT({
    roles: claims.roles ?? ['CUSTOMER'],
    sid: claims.sessionId ?? 'session-1',
    ...scope,
    ...claims.others,
  })
    .setProtectedHeader({ alg: current.algorithm, kid: claims.keyId ?? current.id })
    .setIssuer(claims.issuer ?? 'galleria')
    .setAudience(claims.audience ?? 'galleria-graph')
    .setSubject(claims.subject ?? 'user-1')
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1_000) + (claims.lifetime ?? 300))
    .sign(current.key);
}
