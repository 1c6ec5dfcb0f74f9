import { v7, validate } from 'uuid';

/** A new UUIDv7 (RFC 9562): ordered by time, so it keeps B-tree inserts at the right edge of an index. */
export function newId(): string {
  return v7();
}

/**
 * Whether a text is an id as we write it. PostgreSQL rejects a malformed uuid with an error, and reads other spellings
 * of one as the same; here two ids are the same when their texts are, so there is one spelling. Asking first makes "not
 * found" of all others.
 */
export function isId(value: string): boolean {
  return validate(value) && value === value.toLowerCase();
}

/** The one spelling of an id: a UUID in lower case. What is no UUID has no other spelling, and stays as it is. */
export function canonicalId(value: string): string {
  return validate(value) ? value.toLowerCase() : value;
}
