import { defineErrors } from '@galleria/kit/errors';

export const usersErrors = defineErrors({
  /** The first start of a service whose database is still away: a moment later there is one. */
  SIGNING_KEY_MISSING: {
    kind: 'unavailable',
    message: 'There is no key to sign with yet.',
    retriable: true,
  },
});
