import { InMemoryCache, type ApolloCache } from '@apollo/client/cache';
import { relayStylePagination } from '@apollo/client/utilities';
import { possibleTypes } from './generated/possible-types.ts';

/**
 * Lists keep one copy for each question: every argument but those that page. Values without an identity lie in their
 * owner.
 */
export function createCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes,
    typePolicies: {
      Query: {
        fields: {
          products: relayStylePagination(['filter', 'sort']),
          orders: relayStylePagination([]),
          notifications: relayStylePagination(['unreadOnly']),
        },
      },
      Money: { keyFields: false },
      CartItem: { keyFields: false },
      ProductImage: { keyFields: false },
      Cart: { fields: { items: { merge: false } } },
      NotificationPreference: { keyFields: ['kind', 'channel'] },
      User: { fields: { addresses: { merge: false }, sessions: { merge: false } } },
    },
  });
}

const OWN_FIELDS = ['me', 'cart', 'order', 'orders', 'notifications', 'notificationPreferences'];

/** Removes what belongs to one account; the catalogue is everybody's. */
export function forgetAccount(cache: ApolloCache): void {
  for (const fieldName of OWN_FIELDS) cache.evict({ id: 'ROOT_QUERY', fieldName });
  cache.gc();
}
