import { defineErrors } from '@galleria/kit/errors';

export const providerErrors = defineErrors({
  /** Nobody knows whether the request took effect: it is made again under the same key. */
  PROVIDER_UNAVAILABLE: {
    kind: 'unavailable',
    message: 'The payment provider gave no answer.',
    retriable: true,
  },
  /** A defect of ours. */
  PROVIDER_KEY_MISUSED: {
    kind: 'conflict',
    message: 'The payment provider knows this idempotency key from another request.',
  },
});

export const webhookErrors = defineErrors({
  WEBHOOK_NOT_AUTHENTIC: {
    kind: 'unauthenticated',
    message: 'The signature is missing, wrong or too old.',
  },
  WEBHOOK_MALFORMED: {
    kind: 'invalid',
    message: 'This is no event.',
  },
  /**
   * A refund of ours that is on its way has its amount; the provider will refuse one of the two, and tells of the other
   * again.
   */
  REFUND_NOT_COVERED: {
    kind: 'conflict',
    message: 'The provider gave back more than is left of the capture.',
    retriable: true,
  },
});

export const invoiceErrors = defineErrors({
  TOO_MANY_DOCUMENTS: {
    kind: 'too-many-requests',
    message: 'One request may draw a few documents only: ask for the others in requests of their own.',
  },
});
