import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createErrorFormatter } from './error-formatting.ts';
import { defineErrors } from '../errors.ts';
import { createLogger } from '../logger.ts';

function formatterWithLog() {
  const lines: string[] = [];
  const logger = createLogger({ service: 'test' }, { write: (line) => void lines.push(line) });
  return { format: createErrorFormatter(logger), lines };
}

const errors = defineErrors({ SOLD_OUT: { kind: 'conflict', message: 'Nothing is left.' } });

describe('what a client sees of an error', () => {
  it('is the code and the message of an expected one', () => {
    const { format, lines } = formatterWithLog();
    const thrown = new GraphQLError('Nothing is left.', {
      path: ['buy'],
      originalError: errors.SOLD_OUT({ secret: 'x' }),
    });
    expect(format(thrown.toJSON(), thrown)).toEqual({
      message: 'Nothing is left.',
      path: ['buy'],
      extensions: { code: 'SOLD_OUT' },
    });
    expect(lines).toEqual([]);
  });

  it('is that nobody waited for it, whatever library has wrapped that, and no defect', () => {
    const { format, lines } = formatterWithLog();
    const cause = Object.assign(new Error('Invalid `prisma.order.findMany()`'), { code: 'DEADLINE_EXCEEDED' });
    const thrown = new GraphQLError(cause.message, { path: ['orders'], originalError: cause });
    const shown = format({ ...thrown.toJSON(), extensions: { code: 'INTERNAL_SERVER_ERROR' } }, thrown);
    expect(shown).toMatchObject({ path: ['orders'], extensions: { code: 'DEADLINE_EXCEEDED' } });
    expect(shown.message).not.toContain('prisma');
    expect(lines).toEqual([]);
  });

  it('is nothing but a code of a defect, which the log tells in full', () => {
    const { format, lines } = formatterWithLog();
    const cause = new Error('connect ECONNREFUSED 10.0.0.7:5432');
    const thrown = new GraphQLError(cause.message, { path: ['buy'], originalError: cause });
    const shown = format({ ...thrown.toJSON(), extensions: { code: 'INTERNAL_SERVER_ERROR' } }, thrown);
    expect(shown.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' });
    expect(JSON.stringify(shown)).not.toContain('10.0.0.7');
    expect(lines.join()).toContain('ECONNREFUSED 10.0.0.7:5432');
  });

  it('stays as it is when it is about the client’s own document', () => {
    const { format } = formatterWithLog();
    const thrown = new GraphQLError('Cannot query field "x"');
    const shown = format(
      { ...thrown.toJSON(), extensions: { code: 'GRAPHQL_VALIDATION_FAILED', stacktrace: ['…'] } },
      thrown,
    );
    expect(shown).toMatchObject({
      message: 'Cannot query field "x"',
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
    expect(shown.extensions).not.toHaveProperty('stacktrace');
  });

  it('has the code of a scalar that refuses a literal, which Apollo Server takes for a fault of the document', () => {
    const { format } = formatterWithLog();
    const refusal = new GraphQLError('DateTime must be …', { extensions: { code: 'BAD_USER_INPUT' } });
    const thrown = new GraphQLError(refusal.message, { originalError: refusal });
    const shown = format({ ...thrown.toJSON(), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }, thrown);
    expect(shown.extensions).toEqual({ code: 'BAD_USER_INPUT' });
  });
});
