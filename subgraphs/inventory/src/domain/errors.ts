import { defineErrors } from '@galleria/kit/errors';

export const inventoryErrors = defineErrors({
  /** A reservation says that pieces are held or sold which the level does not have: the books do not add up. */
  PIECES_MISSING: {
    kind: 'internal',
    message: 'A reservation has pieces that the stock does not know of.',
  },
});
