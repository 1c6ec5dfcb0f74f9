import { defineErrors } from '@galleria/kit/errors';
import { MAX_DISCOVERED } from './discovery.ts';
import { MAX_PRODUCTS_BY_ID, MAX_TEXT_LENGTH } from './product-list.ts';

export const productErrors = defineErrors({
  SEARCH_TEXT_TOO_LONG: {
    kind: 'invalid',
    message: `The text of a filter must have at most ${MAX_TEXT_LENGTH} characters.`,
  },
  LIST_SIZE_INVALID: { kind: 'invalid', message: `"first" must be between 1 and ${MAX_DISCOVERED}.` },
  TOO_MANY_IDS: { kind: 'invalid', message: `At most ${MAX_PRODUCTS_BY_ID} products can be asked for by their ids.` },
});
