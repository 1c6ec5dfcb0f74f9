import { describe, expect, it } from 'vitest';
import { readAddress } from './address.ts';

const INPUT = {
  fullName: ' Ada Lindqvist ',
  line1: 'Brunnsgatan 14',
  line2: null,
  city: 'Stockholm',
  postalCode: '111 38',
  country: ' se ',
};

describe('an address', () => {
  it('is kept without spaces around its parts, its country in capitals', () => {
    expect(readAddress(INPUT)).toEqual({
      kind: 'valid',
      lines: { ...INPUT, fullName: 'Ada Lindqvist', country: 'SE' },
    });
  });

  it('has no second line rather than an empty one', () => {
    expect(readAddress({ ...INPUT, line2: '  ' })).toMatchObject({ lines: { line2: null } });
    expect(readAddress({ ...INPUT, line2: ' 2nd floor ' })).toMatchObject({ lines: { line2: '2nd floor' } });
  });

  it.each([
    ['fullName', 100],
    ['line1', 200],
    ['line2', 200],
    ['city', 100],
    ['postalCode', 20],
  ] as const)('has a %s of at most %i characters', (field, max) => {
    expect(readAddress({ ...INPUT, [field]: 'x'.repeat(max) })).toMatchObject({ kind: 'valid' });
    expect(readAddress({ ...INPUT, [field]: 'x'.repeat(max + 1) })).toMatchObject({ kind: 'invalid', field });
  });

  it.each(['fullName', 'line1', 'city', 'postalCode', 'country'] as const)('cannot do without its %s', (field) => {
    expect(readAddress({ ...INPUT, [field]: ' ' })).toMatchObject({ kind: 'invalid', field });
  });

  it.each(['EU', 'UN', 'DD', 'XX', 'SWE'])('is in a country, which %s is not', (country) => {
    expect(readAddress({ ...INPUT, country })).toMatchObject({ kind: 'invalid', field: 'country' });
  });
});
