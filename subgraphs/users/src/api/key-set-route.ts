import type { FastifyInstance } from 'fastify';
import { KEY_SET_MAX_AGE_SECONDS } from '../domain/signing-key.ts';
import type { SigningKeys } from '../service/session/signing-keys.ts';

/** The public keys of access tokens (RFC 7517), for anyone: verifying a token needs no permission. */
export function registerKeySetRoute(server: FastifyInstance, signingKeys: Pick<SigningKeys, 'keySet'>): void {
  server.get('/.well-known/jwks.json', async (_request, reply) => {
    try {
      const keySet = await signingKeys.keySet();
      return await reply.header('cache-control', `public, max-age=${KEY_SET_MAX_AGE_SECONDS}`).send(keySet);
    } catch {
      return reply.code(503).header('retry-after', '1').send({ status: 'not ready' });
    }
  });
}
