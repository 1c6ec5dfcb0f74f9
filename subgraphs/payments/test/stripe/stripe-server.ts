import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance } from 'fastify';
import Stripe from 'stripe';
import { createIntents } from './intents.ts';
import { IDEMPOTENCY_ERROR, KEY_IN_USE, StripeRefusal } from './refusal.ts';
import { createRefunds } from './refunds.ts';

/**
 * A stand-in for api.stripe.com that speaks the calls which the adapter makes, as its reference describes them:
 * form-encoded bodies, idempotency keys that replay the first answer, errors in Stripe's shape, cursors, and webhooks
 * signed by Stripe's own library.
 */
export interface StripeServer {
  readonly url: string;
  /** Webhooks sent so far, oldest first. Whoever waits for them somewhere else is told by `onWebhook`. */
  readonly deliveries: { body: Buffer; headers: Record<string, string> }[];
  /**
   * What the next request to a path meets, and its repetition, instead of an answer: it takes effect or not, and then
   * the line breaks.
   */
  interrupt(path: RegExp, how: 'before' | 'after'): void;
  /** An operator gives money back in Stripe's own pages. */
  refundByHand(intentId: string, amount: number): void;
  requests(): readonly { readonly path: string; readonly key: string | undefined }[];
  stop(): Promise<void>;
}

export async function startStripeServer(options: {
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly onWebhook?: (delivery: { body: Buffer; headers: Record<string, string> }) => void;
}): Promise<StripeServer> {
  const deliveries: StripeServer['deliveries'] = [];
  const requests: { path: string; key: string | undefined }[] = [];
  const interruptions: { path: RegExp; how: 'before' | 'after' }[] = [];

  const tell = (type: string, object: object): void => {
    const payload = JSON.stringify({ id: `evt_${randomUUID()}`, object: 'event', type, data: { object } });
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: options.webhookSecret });
    const delivery = { body: Buffer.from(payload), headers: { 'stripe-signature': signature } };
    deliveries.push(delivery);
    options.onWebhook?.(delivery);
  };
  const intents = createIntents(tell);
  const refunds = createRefunds(intents, tell);

  const app = fastify({ forceCloseConnections: true });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, new URLSearchParams(body.toString())),
  );
  app.addHook('onRequest', async (request, reply) => {
    requests.push({ path: request.url, key: request.headers['idempotency-key'] as string | undefined });
    if (request.headers.authorization !== `Bearer ${options.apiKey}`) {
      await reply.code(401).send({ error: { type: 'invalid_request_error', message: 'Invalid API Key provided.' } });
    }
  });
  const interruption = (path: string, how: 'before' | 'after'): boolean => {
    const index = interruptions.findIndex((wanted) => wanted.how === how && wanted.path.test(path));
    if (index >= 0) interruptions.splice(index, 1);
    return index >= 0;
  };
  post(app, interruption, {
    '/v1/payment_intents': (form) => intents.create(form),
    '/v1/payment_intents/:id/confirm': (form, id) => intents.confirm(id, form),
    '/v1/payment_intents/:id/cancel': (_form, id) => intents.cancel(id),
    '/v1/refunds': (form) => refunds.create(form),
  });
  get(app, {
    '/v1/payment_intents': (query) => page(intents.all(), query),
    '/v1/payment_intents/:id': (_query, id) => intents.find(id),
    '/v1/refunds': (query) => page(refunds.all(), query),
  });
  return {
    url: await app.listen({ host: '127.0.0.1', port: 0 }),
    deliveries,
    // Twice, since the library asks again by itself when a connection breaks, whatever it was told.
    interrupt: (path, how) => void interruptions.push({ path, how }, { path, how }),
    refundByHand: (intentId, amount) =>
      void refunds.create(new URLSearchParams({ payment_intent: intentId, amount: String(amount) })),
    requests: () => requests,
    stop: () => app.close(),
  };
}

type Interruption = (path: string, how: 'before' | 'after') => boolean;

/**
 * POSTs, each remembered under its key with its parameters, its errors included
 * (https://docs.stripe.com/api/idempotent_requests).
 */
function post(
  app: FastifyInstance,
  isInterrupted: Interruption,
  routes: Record<string, (form: URLSearchParams, id: string) => object>,
): void {
  const answered = new Map<string, { fingerprint: string; status: number; body: unknown } | 'under way'>();
  for (const [path, handle] of Object.entries(routes)) {
    app.post<{ Params: { id?: string }; Body: URLSearchParams }>(path, async (request, reply) => {
      if (isInterrupted(request.url, 'before')) return reply.hijack().raw.destroy();
      const key = request.headers['idempotency-key'] as string | undefined;
      const fingerprint = `${request.url}?${request.body?.toString() ?? ''}`;
      const earlier = key === undefined ? undefined : answered.get(key);
      if (earlier === 'under way') return reply.code(409).send({ error: KEY_IN_USE });
      if (earlier !== undefined) {
        if (isInterrupted(request.url, 'after')) return reply.hijack().raw.destroy();
        const isSame = earlier.fingerprint === fingerprint;
        return isSame
          ? reply.code(earlier.status).send(earlier.body)
          : reply.code(400).send({ error: IDEMPOTENCY_ERROR });
      }
      const answer = answerOf(() => handle(request.body ?? new URLSearchParams(), request.params.id ?? ''));
      if (key !== undefined) answered.set(key, { fingerprint, ...answer });
      if (isInterrupted(request.url, 'after')) return reply.hijack().raw.destroy();
      return reply.code(answer.status).send(answer.body);
    });
  }
}

function get(app: FastifyInstance, routes: Record<string, (query: URLSearchParams, id: string) => object>): void {
  for (const [path, handle] of Object.entries(routes)) {
    app.get<{ Params: { id?: string } }>(path, async (request, reply) => {
      const query = new URL(request.url, 'http://stripe').searchParams;
      const { status, body } = answerOf(() => handle(query, request.params.id ?? ''));
      return reply.code(status).send(body);
    });
  }
}

/** A copy, since what is remembered must not change with the object. */
function answerOf(handle: () => object): { status: number; body: unknown } {
  try {
    return { status: 200, body: structuredClone(handle()) };
  } catch (thrown) {
    if (!(thrown instanceof StripeRefusal)) throw thrown;
    return { status: thrown.status, body: structuredClone({ error: thrown.error }) };
  }
}

/** Newest first, from after the one named. */
function page(objects: readonly { readonly id: string; readonly created: number }[], query: URLSearchParams): object {
  const since = Number(query.get('created[gte]') ?? 0);
  const newest = objects.filter(({ created }) => created >= since).toReversed();
  const after = query.get('starting_after');
  const rest = after === null ? newest : newest.slice(newest.findIndex(({ id }) => id === after) + 1);
  const limit = Number(query.get('limit') ?? 10);
  return { object: 'list', url: '/v1', has_more: rest.length > limit, data: rest.slice(0, limit) };
}
