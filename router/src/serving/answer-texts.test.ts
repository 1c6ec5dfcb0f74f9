import { createLogger } from '@galleria/kit/logger';
import { describe, expect, it } from 'vitest';
import { unauthorized } from '../engine/authorization/unauthorized.ts';
import { createErrorMask } from '../policy/error-masking.ts';
import type { OperationOutcome, RequestContext } from '../request-context.ts';
import { toEngineAnswer, toPartText } from './answer-texts.ts';

const mask = createErrorMask(createLogger({ service: 'router', level: 'silent' }));
const errors = Array.from({ length: 1_000 }, (_, index) => unauthorized('Member.salary', ['members', index]));

function answering() {
  const outcome: OperationOutcome = {};
  return { outcome, context: { outcome, trace: null } as Partial<RequestContext> as RequestContext };
}

describe('an error at each place of a long list', () => {
  it('is in the answer, and not in the log', () => {
    const { outcome, context } = answering();
    const { json } = toEngineAnswer({ data: 'null', errors }, context, mask);
    expect((JSON.parse(json) as { readonly errors: unknown }).errors).toHaveLength(1_000);
    expect(outcome.errors).toEqual(new Array(50).fill('UNAUTHORIZED_FIELD_OR_TYPE'));
  });

  it('is in none of the parts of one, either', () => {
    const { outcome, context } = answering();
    const increment = { path: ['members'], label: undefined, data: 'null', errors };
    toPartText({ data: 'null', errors: errors.slice(0, 30), hasNext: true }, context, mask, '[]');
    const text = toPartText({ incremental: [increment, increment], hasNext: false }, context, mask, '[]');
    expect(text.match(/UNAUTHORIZED_FIELD_OR_TYPE/g)).toHaveLength(2_000);
    expect(outcome.errors).toHaveLength(50);
  });
});
