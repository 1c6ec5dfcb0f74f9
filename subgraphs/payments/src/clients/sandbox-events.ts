import { newId } from '@galleria/kit/identifiers';
import { z } from 'zod';
import { webhookErrors } from '../domain/errors.ts';
import type { ProviderEvent } from '../domain/provider-event.ts';
import type { WebhookDelivery } from '../service/payment-provider.ts';
import { isSignedWebhook } from './webhook-signature.ts';

export const SANDBOX_SIGNATURE_HEADER = 'sandbox-signature';

const amount = { amountMinor: z.int().min(0), currency: z.string() };

/** What the sandbox tells of its own accord. Keys are those that it was asked under. */
const sandboxEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('charge.captured'), id: z.string(), key: z.string(), reference: z.string(), ...amount }),
  z.object({ type: z.literal('charge.declined'), id: z.string(), key: z.string(), reason: z.string(), ...amount }),
  z.object({
    type: z.literal('refund.made'),
    id: z.string(),
    /** Null when it was made at the sandbox by hand. */
    key: z.string().nullable(),
    reference: z.string(),
    charge: z.object({ key: z.string(), reference: z.string() }),
    ...amount,
  }),
]);

export type SandboxEvent = z.infer<typeof sandboxEvent>;

export function newEventId(): string {
  return `evt_${newId()}`;
}

/**
 * Verifies and reads a webhook of the sandbox. Throws WEBHOOK_NOT_AUTHENTIC, and WEBHOOK_MALFORMED for what is signed
 * and no event.
 */
export function readSandboxEvent({ body, header }: WebhookDelivery, secret: string, now: Date): ProviderEvent {
  if (!isSignedWebhook(secret, body, header(SANDBOX_SIGNATURE_HEADER), now))
    throw webhookErrors.WEBHOOK_NOT_AUTHENTIC();
  let content: unknown;
  try {
    content = JSON.parse(body.toString());
  } catch {
    throw webhookErrors.WEBHOOK_MALFORMED();
  }
  const { success, data } = sandboxEvent.safeParse(content);
  if (!success) throw webhookErrors.WEBHOOK_MALFORMED();
  return toProviderEvent(data);
}

function toProviderEvent(event: SandboxEvent): ProviderEvent {
  const { id, amountMinor, currency } = event;
  const about = { id, amountMinor, currency };
  switch (event.type) {
    case 'charge.captured':
      return {
        ...about,
        kind: 'charge',
        paymentId: event.key,
        outcome: { kind: 'captured', reference: event.reference },
      };
    case 'charge.declined':
      return { ...about, kind: 'charge', paymentId: event.key, outcome: { kind: 'declined', reason: event.reason } };
    case 'refund.made':
      return {
        ...about,
        kind: 'refund',
        paymentId: event.charge.key,
        chargeReference: event.charge.reference,
        refundId: event.key,
        outcome: { kind: 'refunded', reference: event.reference },
      };
  }
}
