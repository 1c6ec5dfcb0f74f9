import type { Reference } from '@apollo/client/cache';
import { client } from '../graph/client.ts';

/** What an event says of the inbox: its newest notifications, newest first. */
interface InboxNews {
  readonly totalCount?: number;
  readonly unreadCount?: number;
  readonly pageInfo: { readonly hasNextPage: boolean };
  readonly edges: readonly {
    readonly cursor: string;
    readonly node: { readonly __typename: 'Notification'; readonly id: string };
  }[];
}

/** A list as the cache has it: with what any query has asked of it. */
interface CachedInbox {
  readonly totalCount?: number;
  readonly unreadCount?: number;
  readonly edges?: readonly { readonly cursor: string; readonly node: Reference }[];
}

/** Puts what is new before what the cache has, so that each page that shows the inbox shows it. */
export function addToInbox(news: InboxNews | null): void {
  if (news === null) return;
  client.cache.modify({
    fields: {
      notifications: (existing: CachedInbox | Reference, { toReference, INVALIDATE }) => {
        // A list has no identity of its own.
        if ('__ref' in existing) return existing;
        const { edges = [] } = existing;
        const known = new Set(edges.map(({ cursor }) => cursor));
        const added = news.edges.filter(({ cursor }) => !known.has(cursor));
        // More has come than an event tells: whoever shows the list asks for it.
        if (news.pageInfo.hasNextPage && edges.length > 0 && added.length === news.edges.length) return INVALIDATE;
        const newer = added.flatMap(({ cursor, node }) => {
          const reference = toReference(node);
          return reference === undefined ? [] : [{ __typename: 'NotificationEdge', cursor, node: reference }];
        });
        return { ...existing, ...countsOf(existing, news), edges: [...newer, ...edges] };
      },
    },
  });
}

function countsOf(existing: CachedInbox, { totalCount, unreadCount }: InboxNews): Partial<CachedInbox> {
  return {
    ...(totalCount === undefined || existing.totalCount === undefined ? {} : { totalCount }),
    ...(unreadCount === undefined ? {} : { unreadCount }),
  };
}
