import { EVERY_CHANNEL, EXAMPLE_ORDER, type OrderKind } from '../kind.ts';
import type { Money } from '../../wording/formats.ts';

/** An order is paid and will be shipped. */
export const orderConfirmed: OrderKind<{ readonly total: Money; readonly pieces: number }> = {
  channels: EVERY_CHANNEL,
  choice: 'LAW',
  example: { order: EXAMPLE_ORDER, total: { amountMinor: 124_900, currency: 'EUR' }, pieces: 3 },
  words: {
    en: ({ order, total, pieces }, { money }) => ({
      title: `Order ${order.number} is confirmed`,
      paragraphs: [
        `Thank you for your order. Your payment of ${money(total)} has arrived, and we are already packing.`,
        'We will write again as soon as the parcel is on its way.',
      ],
      facts: [
        ['Order', order.number],
        ['Pieces', String(pieces)],
        ['Total', money(total)],
      ],
    }),

    de: ({ order, total, pieces }, { money }) => ({
      title: `Bestellung ${order.number} ist bestätigt`,
      paragraphs: [
        `Danke für Ihre Bestellung. Ihre Zahlung über ${money(total)} ist eingegangen, und wir packen schon.`,
        'Wir schreiben Ihnen wieder, sobald das Paket unterwegs ist.',
      ],
      facts: [
        ['Bestellung', order.number],
        ['Stücke', String(pieces)],
        ['Summe', money(total)],
      ],
    }),
  },
};
