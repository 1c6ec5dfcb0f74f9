import { defineErrors } from '@galleria/kit/errors';

export const inventoryErrors = defineErrors({
  /** The same order was reserved at the same moment, under another message: with another try it is seen. */
  RESERVED_MEANWHILE: {
    kind: 'conflict',
    message: 'The order has been reserved meanwhile.',
    retriable: true,
  },
  /** A reservation says that pieces are held or sold which the level does not have: the books do not add up. */
  PIECES_MISSING: {
    kind: 'internal',
    message: 'A reservation has pieces that the stock does not know of.',
  },
});
