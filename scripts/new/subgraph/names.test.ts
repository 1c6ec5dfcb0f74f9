import { describe, expect, it } from 'vitest';
import { deriveNames } from './names.ts';

describe('the names of a new service', () => {
  it('have every form that files, code, tables and sentences need', () => {
    expect(deriveNames({ service: 'vouchers', entity: 'GiftCard' })).toEqual({
      service: 'vouchers',
      Service: 'Vouchers',
      SERVICE: 'VOUCHERS',
      entity: 'giftCard',
      Entity: 'GiftCard',
      ENTITY: 'GIFT_CARD',
      'entity-kebab': 'gift-card',
      'entity-words': 'gift card',
      entities: 'giftCards',
      Entities: 'GiftCards',
      ENTITIES: 'GIFT_CARDS',
      entities_table: 'gift_cards',
      'entities-kebab': 'gift-cards',
      'entities-words': 'gift cards',
      'Entities-words': 'Gift cards',
      'an-entity': 'a gift card',
      'An-entity': 'A gift card',
    });
  });

  it.each([
    ['Wishlist', undefined, 'a wishlist', 'wishlists'],
    ['Address', undefined, 'an address', 'addresses'],
    ['Story', undefined, 'a story', 'stories'],
    ['Survey', undefined, 'a survey', 'surveys'],
    ['Batch', undefined, 'a batch', 'batches'],
    ['Unit', undefined, 'a unit', 'units'],
    ['Umbrella', undefined, 'an umbrella', 'umbrellas'],
    ['Status', 'Statuses', 'a status', 'statuses'],
  ])('of %s (%s) are %s and %s', (entity, plural, one, many) => {
    const names = deriveNames({ service: 'wishlist', entity, plural });
    expect([names['an-entity'], names['entities-words']]).toEqual([one, many]);
  });

  it.each([
    ['Wishlist', 'Wishlist', undefined, 'no name of a service'],
    ['gift-cards', 'GiftCard', undefined, 'no name of a service'],
    ['../evil', 'GiftCard', undefined, 'no name of a service'],
    ['wishlist', 'wishlist', undefined, 'no name of a type'],
    ['wishlist', 'Wish_List', undefined, 'no name of a type'],
    ['wishlist', `W${'x'.repeat(30)}`, undefined, 'no name of a type'],
    ['wishlist', 'Wishlists', undefined, 'looks like many'],
    ['wishlist', 'Sheep', 'Sheep', 'one and many'],
    ['wishlist', 'Sheep', 'many sheep', 'no name of a type'],
  ])('are refused for %s and %s (%s): %s', (service, entity, plural, reason) => {
    expect(() => deriveNames({ service, entity, plural })).toThrow(reason);
  });
});
