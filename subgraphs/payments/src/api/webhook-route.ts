import { ServiceError, toError } from '@galleria/kit/errors';
import type { Logger } from '@galleria/kit/logger';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { PaymentProvider } from '../service/payment-provider.ts';
import type { TakeProviderEvents } from '../service/take-provider-events.ts';

const MAX_BODY_BYTES = 262_144;

/** What the provider's operators see; nothing of ours is in it. */
const ANSWERS = {
  200: { received: true },
  400: { error: 'This is no event.' },
  401: { error: 'The signature is missing, wrong or too old.' },
  413: { error: 'The event is too large.' },
  503: { error: 'Not now: send it again.' },
} as const;
type Status = keyof typeof ANSWERS;

/**
 * `POST /webhooks/<provider>`, for the provider alone, whose signature takes the place of the router's. 200 says that
 * the event is done with, or does not concern us; after 503 it is to be sent again, as providers do.
 */
export function registerWebhookRoute(
  server: FastifyInstance,
  dependencies: {
    readonly provider: Pick<PaymentProvider, 'name' | 'readWebhook'>;
    readonly takeProviderEvents: TakeProviderEvents;
    readonly logger: Logger;
  },
): void {
  const { provider, takeProviderEvents, logger } = dependencies;
  void server.register(async (scope) => {
    // The signature is over the bytes: nobody may parse them first.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.setErrorHandler(async (thrown: FastifyError, _request, reply) => {
      const status = statusOf(thrown);
      logger.warn({ err: toError(thrown), status }, 'webhook not taken');
      return reply.code(status).send(ANSWERS[status]);
    });
    scope.post(`/webhooks/${provider.name}`, { bodyLimit: MAX_BODY_BYTES }, async (request) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const header = (name: string): string | undefined => {
        const value = request.headers[name];
        return typeof value === 'string' ? value : undefined;
      };
      const event = await provider.readWebhook({ body, header });
      if (event !== null) await takeProviderEvents(event);
      return ANSWERS[200];
    });
  });
}

function statusOf(thrown: FastifyError): Exclude<Status, 200> {
  if (thrown.statusCode === 413) return 413;
  if (!(thrown instanceof ServiceError)) return 503;
  if (thrown.code === 'WEBHOOK_NOT_AUTHENTIC') return 401;
  return thrown.code === 'WEBHOOK_MALFORMED' ? 400 : 503;
}
