import { defineErrors } from '@galleria/kit/errors';

export const inventoryErrors = defineErrors({
  /** Dead-letters the command: a paid order's pieces went to somebody else, which a person must settle. */
  RESERVATION_LOST: {
    kind: 'conflict',
    message: 'The hold of a paid order had expired, and its pieces are gone.',
  },
});
