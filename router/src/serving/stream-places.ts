import { GraphQLError } from 'graphql';
import { routerErrors } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';

export interface StreamLimits {
  /** Of one account, from wherever it asks. */
  readonly perViewer: number;
  /** Of the visitors of one address together. */
  readonly perAddress: number;
  /** Of all clients of this router. */
  readonly all: number;
}

export interface StreamPlaces {
  /** Gives what frees the place again. Throws TOO_MANY_SUBSCRIPTIONS when there is none. */
  take(client: Pick<RequestContext, 'viewer' | 'clientAddress'>): () => void;
}

/** How many subscriptions are followed at a time: each holds a connection, and has services asked while it lasts. */
export function createStreamPlaces({ perViewer, perAddress, all }: StreamLimits): StreamPlaces {
  const taken = new Map<string, number>();
  let inAll = 0;
  return {
    take: ({ viewer, clientAddress }) => {
      const [client, limit] = viewer === null ? [clientAddress, perAddress] : [viewer.userId, perViewer];
      const before = taken.get(client) ?? 0;
      if (before >= limit) throw refusal('CLIENT');
      if (inAll >= all) throw refusal('ROUTER');
      taken.set(client, before + 1);
      inAll += 1;
      let isTaken = true;
      return () => {
        if (!isTaken) return;
        isTaken = false;
        inAll -= 1;
        const left = (taken.get(client) ?? 0) - 1;
        if (left > 0) taken.set(client, left);
        else taken.delete(client);
      };
    },
  };
}

function refusal(reason: 'CLIENT' | 'ROUTER'): GraphQLError {
  const originalError = routerErrors.TOO_MANY_SUBSCRIPTIONS({ reason });
  return new GraphQLError(originalError.message, { originalError });
}
