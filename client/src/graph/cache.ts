import { InMemoryCache } from '@apollo/client/cache';
import { relayStylePagination } from '@apollo/client/utilities';
import possibleTypes from './generated/possible-types.ts';

/** Lists keep one copy for each question: every argument but those that page. Values without an identity lie in their owner. */
export function createCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes: possibleTypes.possibleTypes,
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
      User: { fields: { addresses: { merge: false } } },
    },
  });
}
