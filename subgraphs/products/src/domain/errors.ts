import { defineErrors } from '@galleria/kit/errors';
import { MAX_TEXT_LENGTH } from './product-list.ts';

export const productErrors = defineErrors({
  SEARCH_TEXT_TOO_LONG: {
    kind: 'invalid',
    message: `The text of a filter must have at most ${MAX_TEXT_LENGTH} characters.`,
  },
});
