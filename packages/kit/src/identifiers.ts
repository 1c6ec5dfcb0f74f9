import { v5, v7, validate } from 'uuid';

/** A new UUIDv7 (RFC 9562): ordered by time, so it keeps B-tree inserts at the right edge of an index. */
export function newId(): string {
  return makeId();
}

/** Where new ids come from: random, unless somebody who needs the same run again gives them by `makeIdsWith`. */
let makeId: () => string = v7;

/** Makes all ids of this process from now on, and gives back what undoes it. Only the simulation has a use for it. */
export function makeIdsWith(make: () => string): () => void {
  const before = makeId;
  makeId = make;
  return () => void (makeId = before);
}

/** What ids are derived in (RFC 9562, section 5.5); drawn once. */
const NAMESPACE = 'd0f5c0f4-7c1e-4a53-9a42-6f3f0c1a8b57';

/** The id of what has no id of ours, by its names elsewhere: the same for the same names, and nobody else's. */
export function derivedId(names: readonly string[]): string {
  return v5(JSON.stringify(names), NAMESPACE);
}

/** No id that was made less than `ms` before this one comes before it, whatever made it. */
export function idBefore(id: string, ms: number): string {
  const time = Math.max(0, Number.parseInt(id.replace('-', '').slice(0, 12), 16) - ms);
  const digits = time.toString(16).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8)}-7000-8000-000000000000`;
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
