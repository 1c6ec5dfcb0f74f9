import { defineErrors } from '@galleria/kit/errors';

/** Shown wherever a filter is refused. */
export const INVALID_FILTER =
  '"failedFrom" must be before "failedTo", both between the years 1970 and 9999; a list may have 100 values, and a text 200 characters.';

export const operationsErrors = defineErrors({
  INVALID_DEAD_LETTER_FILTER: {
    kind: 'invalid',
    message: INVALID_FILTER,
  },
});
