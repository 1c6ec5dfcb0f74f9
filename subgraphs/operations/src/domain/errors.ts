import { defineErrors } from '@galleria/kit/errors';

export const operationsErrors = defineErrors({
  DATE_RANGE_INVALID: {
    kind: 'invalid',
    message: '"failedFrom" must be before "failedTo", and both between the years 1970 and 9999.',
  },
});
