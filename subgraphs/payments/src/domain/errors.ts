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
