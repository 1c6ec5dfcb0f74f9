import type { GraphQLError } from 'graphql';
import type { PathKey } from '../execution/error-log.ts';
import type { JsonObject } from '../execution/json.ts';

type ErrorPath = readonly PathKey[];

/** Errors that wait for the part of an answer that they are about. */
export interface WaitingErrors {
  add(error: GraphQLError): void;
  /** Gives what is about a part, which stands at this path, or about what is around it, and keeps it no longer. */
  take(path: ErrorPath, data: JsonObject | null): GraphQLError[];
}

export function createWaitingErrors(): WaitingErrors {
  const at = createPlaces();
  const below = createPlaces();
  return {
    add: (error) => {
      const path = error.path ?? [];
      at.of(path).add(error);
      for (const place of startsOf(path)) below.of(place).add(error);
    },
    take: (path, data) => {
      const found = new Set([
        ...startsOf(path).flatMap((place) => [...at.of(place)]),
        ...[...below.of(path)].filter((error) => isOfPart(error, path, data)),
      ]);
      for (const error of found) {
        const place = error.path ?? [];
        at.of(place).delete(error);
        for (const start of startsOf(place)) below.of(start).delete(error);
      }
      return [...found];
    },
  };
}

/** Whether an error is about what a part holds, or about what would stand where it has a null. */
export function isOfPart({ path = [] }: GraphQLError, partPath: ErrorPath, data: JsonObject | null): boolean {
  let value: unknown = data;
  for (const key of path.slice(partPath.length)) {
    if (typeof value !== 'object' || value === null) return true;
    if (!Object.hasOwn(value, key)) return false;
    value = (value as Record<PathKey, unknown>)[key];
  }
  return true;
}

function createPlaces() {
  const errors = new Map<string, Set<GraphQLError>>();
  return {
    of: (path: ErrorPath): Set<GraphQLError> => {
      const place = JSON.stringify(path);
      const known = errors.get(place) ?? new Set();
      errors.set(place, known);
      return known;
    },
  };
}

function startsOf(path: ErrorPath): ErrorPath[] {
  return Array.from({ length: path.length + 1 }, (_, length) => path.slice(0, length));
}
