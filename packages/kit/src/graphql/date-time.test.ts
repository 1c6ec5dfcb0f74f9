import { Kind, type ValueNode } from 'graphql';
import { describe, expect, it } from 'vitest';
import { dateTimeScalar } from './date-time.ts';

const text = (value: string): ValueNode => ({ kind: Kind.STRING, value });

describe('a DateTime', () => {
  it.each([
    ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00:00.25+02:00', '2026-01-31T10:00:00.250Z'],
    ['2024-02-29T23:59:59-01:00', '2024-03-01T00:59:59.000Z'],
  ])('%s is read, as literal and as variable', (given, means) => {
    expect(dateTimeScalar.parseValue(given).toISOString()).toBe(means);
    expect(dateTimeScalar.parseLiteral(text(given)).toISOString()).toBe(means);
  });

  it.each([
    ...['yesterday', '', '2026-01-01', '2026-01-01T00:00:00', '+275760-09-13T00:00:00Z', '-000001-01-01T00:00:00Z'],
    ...['2026-02-30T00:00:00Z', '2025-02-29T00:00:00Z', '2026-04-31T00:00:00Z', '2026-13-01T00:00:00Z'],
    ...['2026-00-10T00:00:00Z', '2026-01-00T00:00:00Z', '2026-01-01T25:00:00Z', '2026-01-01T00:00:00+99:99'],
  ])('%s is refused as input of the client’s', (given) => {
    const refusal = { extensions: { code: 'BAD_USER_INPUT' } };
    expect(() => dateTimeScalar.parseValue(given)).toThrow(expect.objectContaining(refusal));
    expect(() => dateTimeScalar.parseLiteral(text(given))).toThrow(expect.objectContaining(refusal));
  });

  it.each([5, true, null, [], {}])('%j is none', (given) => {
    expect(() => dateTimeScalar.parseValue(given)).toThrow('DateTime must be');
  });
});
