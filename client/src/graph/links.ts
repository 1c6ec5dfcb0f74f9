import { ApolloLink } from '@apollo/client/link';
import { ErrorLink } from '@apollo/client/link/error';
import { HttpLink } from '@apollo/client/link/http';
import { defer, switchMap, tap } from 'rxjs';
import { failedServices, isSignInNeeded } from './error-codes.ts';
import { readTrace, type Lens } from './lens.ts';
import { GRAPH, operationKey, type ServiceHealth } from './service-health.ts';
import type { Session } from './session.ts';

declare module '@apollo/client' {
  interface DefaultContext {
    /** A session is made or ended by it: it is sent without the token of an old one. */
    anonymous?: boolean;
    /** Of a session that has just been made and that no part of the page knows of yet. */
    accessToken?: string;
    /** It was sent a second time, with a new token. */
    repeated?: boolean;
  }
}

export interface LinkOptions {
  readonly session: Session;
  readonly health: ServiceHealth;
  readonly lens: Lens;
}

/** What every operation goes through on its way to the graph. */
export function createLinks({ session, health, lens }: LinkOptions): ApolloLink {
  return ApolloLink.from([
    watchHealth(health, lens),
    refreshRefused(session),
    authorize(session),
    new HttpLink({
      uri: '/graphql',
      headers: { 'x-galleria-session': 'cookie', 'apollographql-client-name': 'storefront' },
    }),
  ]);
}

function authorize(session: Session): ApolloLink {
  return new ApolloLink((operation, forward) => {
    const { anonymous, accessToken } = operation.getContext();
    return defer(async () => (anonymous === true ? null : (accessToken ?? session.accessToken()))).pipe(
      switchMap((token) => {
        const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
        operation.setContext(({ headers }) => ({ headers: { ...(headers as object), ...authorization } }));
        return forward(operation);
      }),
    );
  });
}

/** A token that this browser thought fresh and the graph did not, for their clocks differ: once more with another. */
function refreshRefused(session: Session): ApolloLink {
  return new ErrorLink(({ error, operation, forward }) => {
    if (!isSignInNeeded(error) || operation.getContext().repeated === true || !session.signedIn.read()) return;
    session.reject();
    operation.setContext({ repeated: true });
    return defer(() => session.accessToken()).pipe(switchMap(() => forward(operation)));
  });
}

function watchHealth(health: ServiceHealth, lens: Lens): ApolloLink {
  return new ApolloLink((operation, forward) => {
    const key = operationKey(operation.operationName, operation.variables);
    return forward(operation).pipe(
      tap({
        next: (result) => {
          health.report(key, 'errors' in result ? failedServices(result.errors) : []);
          lens.record(readTrace(result.extensions));
        },
        error: () => health.report(key, [GRAPH]),
      }),
    );
  });
}
