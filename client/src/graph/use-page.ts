import type { OperationVariables } from '@apollo/client';
import { useReadQuery } from '@apollo/client/react';
import { useLoaderData } from 'react-router';
import type { PageQueryRef } from './client.ts';

type Loader = (...args: never[]) => Promise<unknown>;

/** What the route's loader gave: `useLoaded<typeof loader>()`. Nothing is serialised on the way, unlike useLoaderData's type thinks. */
export function useLoaded<Load extends Loader>(): Awaited<ReturnType<Load>> {
  return useLoaderData() as Awaited<ReturnType<Load>>;
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
