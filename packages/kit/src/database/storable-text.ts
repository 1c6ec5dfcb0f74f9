import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { GraphQLError, Kind, visit, type DocumentNode } from 'graphql';

/**
 * PostgreSQL's text holds no NUL, and UTF-8 no half of a surrogate pair: one is an error there, the other is silently
 * replaced.
 */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/**
 * Refuses, with BAD_USER_INPUT, a request in which any text cannot be stored as it came. Here and not at each input,
 * because every new input would have to remember it, and what forgets it answers a client's mistake with a masked
 * database error.
 */
export function refuseUnstorableText<Context extends BaseContext>(): ApolloServerPlugin<Context> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, request: { variables } }) => requireStorableText(document, variables),
    }),
  };
}

/** Parsed documents are kept: each is looked through once. */
const looked = new WeakMap<DocumentNode, boolean>();

/** The same for an operation that comes another way. Throws BAD_USER_INPUT. */
export function requireStorableText(document: DocumentNode, variables: unknown): void {
  const known = looked.get(document) ?? hasStorableLiterals(document);
  looked.set(document, known);
  if (known && isStorable(variables)) return;
  throw new GraphQLError('A text holds a NUL character or half of a surrogate pair, which nothing can keep.', {
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });
}

function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !UNSTORABLE.test(value);
  if (Array.isArray(value)) return value.every(isStorable);
  return typeof value !== 'object' || value === null || Object.values(value).every(isStorable);
}

function hasStorableLiterals(document: DocumentNode): boolean {
  let storable = true;
  visit(document, {
    [Kind.STRING]: ({ value }) => {
      storable &&= isStorable(value);
    },
  });
  return storable;
}
