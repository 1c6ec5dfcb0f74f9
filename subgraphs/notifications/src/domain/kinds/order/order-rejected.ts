import { EVERY_CHANNEL, EXAMPLE_ORDER, type OrderKind } from '../kind.ts';

/** An order could not be had. */
export const orderRejected: OrderKind<{ readonly reason: string }> = {
  channels: EVERY_CHANNEL,
  choice: 'FREE',
  example: { order: EXAMPLE_ORDER, reason: 'OUT_OF_STOCK' },
  words: {
    en: ({ order, reason }) => ({
      title: `We could not fill order ${order.number}`,
      paragraphs: [
        reason === 'OUT_OF_STOCK'
          ? 'Somebody was a moment quicker: one of the things in your order has just sold out.'
          : 'We could not get together everything in your order.',
        'Nothing was charged. We are sorry, and hope that you find something else that you like.',
      ],
      facts: [['Order', order.number]],
    }),

    de: ({ order, reason }) => ({
      title: `Wir konnten Bestellung ${order.number} nicht erfüllen`,
      paragraphs: [
        reason === 'OUT_OF_STOCK'
          ? 'Jemand war einen Augenblick schneller: Etwas aus Ihrer Bestellung ist gerade ausverkauft.'
          : 'Wir konnten nicht alles aus Ihrer Bestellung zusammenstellen.',
        'Es wurde nichts abgebucht. Es tut uns leid, und wir hoffen, dass Sie etwas anderes finden, das Ihnen gefällt.',
      ],
      facts: [['Bestellung', order.number]],
    }),
  },
};
