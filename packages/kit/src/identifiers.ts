import { v7, validate } from 'uuid';

/** A new UUIDv7 (RFC 9562): ordered by time, so it keeps B-tree inserts at the right edge of an index. */
export function newId(): string {
  return v7();
}

/** PostgreSQL rejects a malformed uuid with an error; asking first turns that into "not found". */
export function isId(value: string): boolean {
  return validate(value);
}
