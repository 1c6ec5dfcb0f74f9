import type { GraphQLError } from 'graphql';

export type PathKey = string | number;

/** A place in an answer, from its end: made for every value, and written out for the few with an error. */
export interface Path {
  readonly above: Path | undefined;
  readonly key: PathKey;
}

export function pathKeys(path: Path | undefined): PathKey[] {
  const keys: PathKey[] = [];
  for (let at = path; at !== undefined; at = at.above) keys.push(at.key);
  return keys.reverse();
}

/** The errors of one answer. */
export interface ErrorLog {
  readonly errors: readonly GraphQLError[];
  add(error: GraphQLError): void;
  /** Whether an error explains why there is nothing at `path`: it happened there, above or below. */
  explains(path: readonly PathKey[]): boolean;
}

interface Place {
  hasError: boolean;
  readonly below: Map<PathKey, Place>;
}

/** `before` is what has been told of earlier: it explains as well. */
export function createErrorLog(before?: ErrorLog): ErrorLog {
  const errors: GraphQLError[] = [];
  const root = createPlace();
  return {
    errors,
    add: (error) => {
      errors.push(error);
      let place = root;
      for (const key of error.path ?? []) {
        const next = place.below.get(key) ?? createPlace();
        place.below.set(key, next);
        place = next;
      }
      place.hasError = true;
    },
    explains: (path) => isExplained(root, path) || before?.explains(path) === true,
  };
}

function isExplained(root: Place, path: readonly PathKey[]): boolean {
  let place: Place | undefined = root;
  for (const key of path) {
    if (place.hasError) return true;
    place = place.below.get(key);
    if (place === undefined) return false;
  }
  return true;
}

function createPlace(): Place {
  return { hasError: false, below: new Map() };
}
