import { EVERY_CHANNEL, EXAMPLE_ORDER, type OrderKind } from '../kind.ts';

/** An order is on its way. */
export const orderShipped: OrderKind<{ readonly trackingNumber: string | null }> = {
  channels: EVERY_CHANNEL,
  choice: 'FREE',
  example: { order: EXAMPLE_ORDER, trackingNumber: 'JD0002' },
  words: {
    en: ({ order, trackingNumber }) => ({
      title: `Order ${order.number} is on its way`,
      paragraphs: ['Your parcel has left our house and is with the carrier. It will not be long now.'],
      facts: [
        ['Order', order.number],
        ...(trackingNumber === null ? [] : [['Tracking number', trackingNumber] as const]),
      ],
    }),

    de: ({ order, trackingNumber }) => ({
      title: `Bestellung ${order.number} ist unterwegs`,
      paragraphs: ['Ihr Paket hat unser Haus verlassen und ist beim Zusteller. Es dauert nicht mehr lange.'],
      facts: [
        ['Bestellung', order.number],
        ...(trackingNumber === null ? [] : [['Sendungsnummer', trackingNumber] as const]),
      ],
    }),
  },
};
