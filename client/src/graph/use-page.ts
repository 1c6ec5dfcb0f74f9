import type { OperationVariables } from '@apollo/client';
import { useReadQuery } from '@apollo/client/react';
import { useLoaderData } from 'react-router';
import type { PageQueryRef } from './client.ts';

type Loader = (...args: never[]) => Promise<unknown>;

/** A `Response` is a redirect: the route that it leads away from is never shown. */
type Loaded<Load extends Loader> = Exclude<Awaited<ReturnType<Load>>, Response>;

/**
 * What the route's loader gave: `useLoaded<typeof loader>()`. Nothing is serialised on the way, unlike useLoaderData's
 * type thinks.
 */
export function useLoaded<Load extends Loader>(): Loaded<Load> {
  return useLoaderData() as Loaded<Load>;
}

/** A page's data. Throws when not even a part of it came, for the route's error page. */
export function usePage<Data, Variables extends OperationVariables>(reference: PageQueryRef<Data, Variables>) {
  const { data, error } = useReadQuery(reference);
  if (data === undefined) throw toError(error);
  return { data, error };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error('The graph gave neither data nor an error.');
}
