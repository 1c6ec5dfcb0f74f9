import { EVERY_CHANNEL, EXAMPLE_ORDER, type OrderKind } from '../kind.ts';

/** A payment was refused. */
export const paymentFailed: OrderKind<{ readonly reason: string }> = {
  channels: EVERY_CHANNEL,
  choice: 'LAW',
  example: { order: EXAMPLE_ORDER, reason: 'PAYMENT_DECLINED' },
  words: {
    en: ({ order, reason }) => ({
      title: `The payment for order ${order.number} did not go through`,
      paragraphs: [
        reason === 'INSUFFICIENT_FUNDS'
          ? 'Your bank says that the account did not hold enough for this order.'
          : 'Your payment for this order was declined.',
        'Nothing was charged, and the order is closed. You are welcome to order again with another means of payment.',
      ],
      facts: [['Order', order.number]],
    }),

    de: ({ order, reason }) => ({
      title: `Die Zahlung für Bestellung ${order.number} ist fehlgeschlagen`,
      paragraphs: [
        reason === 'INSUFFICIENT_FUNDS'
          ? 'Ihre Bank sagt, dass das Konto für diese Bestellung nicht gedeckt war.'
          : 'Ihre Zahlung für diese Bestellung wurde abgelehnt.',
        'Es wurde nichts abgebucht, und die Bestellung ist geschlossen. Bestellen Sie gern noch einmal mit einem anderen Zahlungsmittel.',
      ],
      facts: [['Bestellung', order.number]],
    }),
  },
};
