import { isCountryCode } from './countries.ts';

/** Where a parcel goes. */
export interface AddressLines {
  readonly fullName: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly postalCode: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

export interface Address extends AddressLines {
  readonly id: string;
  /** Whether it is the one to offer first. Of an account's addresses, one is. */
  readonly isDefault: boolean;
}

/** More would be an import, not a person. */
export const MAX_ADDRESSES = 50;

export type AddressReading =
  | { readonly kind: 'valid'; readonly lines: AddressLines }
  | { readonly kind: 'invalid'; readonly field: keyof AddressLines; readonly problem: string };

const TEXT_FIELDS = [
  { field: 'fullName', called: 'The name', max: 100 },
  { field: 'line1', called: 'Street and number', max: 200 },
  { field: 'city', called: 'The city', max: 100 },
  { field: 'postalCode', called: 'The postal code', max: 20 },
] as const;
const MAX_LINE2_LENGTH = 200;

/** The address without spaces around its parts, or the first part that is wrong and why. */
export function readAddress(input: { readonly [Field in keyof AddressLines]: AddressLines[Field] }): AddressReading {
  const lines = trimmed(input);
  for (const { field, called, max } of TEXT_FIELDS) {
    const { length } = lines[field];
    if (length === 0) return { kind: 'invalid', field, problem: `${called} is missing.` };
    if (length > max) return { kind: 'invalid', field, problem: `${called} has more than ${max} characters.` };
  }
  if (lines.line2 !== null && lines.line2.length > MAX_LINE2_LENGTH) {
    return {
      kind: 'invalid',
      field: 'line2',
      problem: `The second line has more than ${MAX_LINE2_LENGTH} characters.`,
    };
  }
  if (!isCountryCode(lines.country)) {
    return {
      kind: 'invalid',
      field: 'country',
      problem: 'The country must be an ISO 3166-1 alpha-2 code, such as DE.',
    };
  }
  return { kind: 'valid', lines };
}

function trimmed(input: AddressLines): AddressLines {
  const line2 = input.line2?.trim() ?? '';
  return {
    fullName: input.fullName.trim(),
    line1: input.line1.trim(),
    line2: line2 === '' ? null : line2,
    city: input.city.trim(),
    postalCode: input.postalCode.trim(),
    country: input.country.trim().toUpperCase(),
  };
}
