import { defineErrors } from '@galleria/kit/errors';

/**
 * What the router itself refuses or cannot do. `details.service` and `details.reason` are shown to clients, nothing
 * else is.
 */
export const routerErrors = defineErrors({
  UNAUTHENTICATED: {
    kind: 'unauthenticated',
    message: 'The access token is not valid (any more): refresh the session, or leave the Authorization header out.',
  },
  AUTHENTICATION_UNAVAILABLE: {
    kind: 'unavailable',
    message: 'Access tokens cannot be checked at the moment. Requests without one work.',
    retriable: true,
  },
  TOO_MANY_SUBSCRIPTIONS: {
    kind: 'too-many-requests',
    message: 'More is followed at a time than there is room for. End a subscription, or ask by queries meanwhile.',
    retriable: true,
  },
  OPERATION_TOO_LARGE: { kind: 'invalid', message: 'The operation is too large.' },
  SUBGRAPH_UNAVAILABLE: {
    kind: 'unavailable',
    message: 'A service that holds part of the answer cannot be reached at the moment.',
    retriable: true,
  },
  SUBGRAPH_OVERLOADED: {
    kind: 'unavailable',
    message: 'A service that holds part of the answer is asked more than it can answer. Try again in a while.',
    retriable: true,
  },
});

/** Why an access token was refused, as clients see it in `extensions.reason`. */
export type TokenRefusal = 'TOKEN_EXPIRED' | 'TOKEN_INVALID';
