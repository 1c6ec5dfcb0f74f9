import { ApolloClient, type OperationVariables, type TypedDocumentNode } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { createQueryPreloader, type PreloadedQueryRef } from '@apollo/client/react';
import { Kind } from 'graphql';
import { createCache } from './cache.ts';
import { failedServices } from './error-codes.ts';
import { createLens } from './lens.ts';
import { createLinks } from './links.ts';
import { createServiceHealth, operationKey } from './service-health.ts';
import { createSession } from './session.ts';

export const session = createSession();
export const health = createServiceHealth();
export const lens = createLens();

/**
 * Masked: a component reads what its own fragment asks for. Holes are shown beside the rest, so errors never hide data.
 */
export const client = new ApolloClient({
  link: createLinks({ session, health, lens }),
  cache: createCache(),
  dataMasking: true,
  defaultOptions: {
    watchQuery: { errorPolicy: 'all' },
    query: { errorPolicy: 'all' },
  },
});

const preload = createQueryPreloader(client);

export type PageQueryRef<Data, Variables extends OperationVariables> = PreloadedQueryRef<
  Data,
  Variables,
  'complete' | 'empty'
>;

/** The preloader as it is used here; its own type cannot see that generic variables are always given. */
type PreloadPage = <Data, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables>,
  options: object,
) => PageQueryRef<Data, Variables>;

/**
 * A page's one query, started beside the load of the page's code and awaited by its loader: the page before stays until
 * the next is whole. What is in the cache is shown at once, unless the last answer had holes: those are asked for
 * again. `fresh` is for what changes without this browser's doing.
 */
export async function preloadPage<Data, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: NoInfer<Variables>,
  { fresh = false } = {},
): Promise<PageQueryRef<Data, Variables>> {
  const name = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)?.name?.value;
  const fetchPolicy = fresh || health.hadHoles(operationKey(name, variables)) ? 'network-only' : 'cache-first';
  const options = { variables, fetchPolicy, errorPolicy: 'all' };
  const reference = (preload as unknown as PreloadPage)(document, options);
  return preload.toPromise(reference);
}

/**
 * Asks again past the cache, whose watchers then have what was missing. Tells whether the service answered this time.
 */
export async function heal<Data, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: NoInfer<Variables>,
  service: string,
): Promise<boolean> {
  const { error } = await client.query({
    query: document,
    variables,
    fetchPolicy: 'network-only',
    errorPolicy: 'all',
  } as ApolloClient.QueryOptions);
  const answered =
    error === undefined || (CombinedGraphQLErrors.is(error) && !failedServices(error.errors).includes(service));
  if (answered) health.recovered(service);
  return answered;
}
