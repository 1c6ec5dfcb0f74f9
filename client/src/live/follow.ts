import type { OperationVariables, TypedDocumentNode } from '@apollo/client';
import { print } from 'graphql';
import type { FormattedExecutionResult } from 'graphql-ws/client';
import { client } from '../graph/client.ts';
import { renewConnection, subscribe } from './live-connection.ts';

const FIRST_MS = 250;
const SLOWEST_MS = 30_000;

export interface Followed<Data, Variables extends OperationVariables> {
  readonly document: TypedDocumentNode<Data, Variables>;
  readonly variables: Variables;
  /** Beyond what the cache makes of an event: it keeps entities by their ids. */
  readonly onEvent?: (data: Data) => void;
}

/**
 * Keeps what a subscription tells in the cache, until it is ended by what this gives. The first event is what there is,
 * so that nothing is missed between one stream and the next. `onLive` hears whether events come: an answer with a hole
 * in it is no event.
 */
export function follow<Data, Variables extends OperationVariables>(
  { document, variables, onEvent }: Followed<Data, Variables>,
  onLive: (isLive: boolean) => void,
): () => void {
  const query = client.cache.transformDocument(document);
  let pause = FIRST_MS;
  let timer = 0;
  let leave: () => void = () => undefined;
  const open = () => {
    let isOpen = true;
    const close = () => {
      if (!isOpen) return;
      isOpen = false;
      onLive(false);
      // A router that restarts has many who come back: not all at once.
      timer = window.setTimeout(open, pause * (0.5 + Math.random()));
      pause = Math.min(pause * 2, SLOWEST_MS);
    };
    const next = ({ data, errors }: FormattedExecutionResult) => {
      if (!isOpen) return;
      if (data == null || errors !== undefined) {
        if (errors?.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED') === true) renewConnection();
        close();
        return leave();
      }
      pause = FIRST_MS;
      client.cache.write({ dataId: 'ROOT_SUBSCRIPTION', query, variables, result: data });
      onEvent?.(data as Data);
      onLive(true);
    };
    const end = subscribe({ query: print(query), variables }, { next, error: close, complete: close });
    leave = () => {
      isOpen = false;
      end();
    };
  };
  open();
  return () => {
    window.clearTimeout(timer);
    leave();
  };
}

/** Live when each of them is. */
export function followAll(
  begin: readonly ((onLive: (isLive: boolean) => void) => () => void)[],
  onLive: (isLive: boolean) => void,
): () => void {
  const live = new Set<number>();
  const ends = begin.map((one, index) =>
    one((isLive) => {
      if (isLive) live.add(index);
      else live.delete(index);
      onLive(live.size === begin.length);
    }),
  );
  return () => ends.forEach((end) => end());
}
