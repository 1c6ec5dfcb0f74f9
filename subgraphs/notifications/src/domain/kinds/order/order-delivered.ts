import { EVERY_CHANNEL, EXAMPLE_ORDER, type OrderKind } from '../kind.ts';

/** An order has arrived. */
export const orderDelivered: OrderKind = {
  channels: EVERY_CHANNEL,
  choice: 'FREE',
  example: { order: EXAMPLE_ORDER },
  words: {
    en: ({ order }) => ({
      title: `Order ${order.number} has arrived`,
      paragraphs: [
        'Your parcel was delivered. We hope that everything in it finds its place.',
        'If something is not as it should be, write to us and we will put it right.',
      ],
      facts: [['Order', order.number]],
    }),

    de: ({ order }) => ({
      title: `Bestellung ${order.number} ist angekommen`,
      paragraphs: [
        'Ihr Paket wurde zugestellt. Wir hoffen, dass alles darin seinen Platz findet.',
        'Ist etwas nicht, wie es sein soll, schreiben Sie uns, und wir bringen es in Ordnung.',
      ],
      facts: [['Bestellung', order.number]],
    }),
  },
};
