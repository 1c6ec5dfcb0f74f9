import { EVERY_CHANNEL, EXAMPLE_ORDER, type OrderKind } from '../kind.ts';

/** An order was cancelled. */
export const orderCancelled: OrderKind<{ readonly reason: string }> = {
  channels: EVERY_CHANNEL,
  choice: 'FREE',
  example: { order: EXAMPLE_ORDER, reason: 'CANCELLED_BY_CUSTOMER' },
  words: {
    en: ({ order, reason }) => ({
      title: `Order ${order.number} is cancelled`,
      paragraphs: [
        reason === 'CANCELLED_BY_CUSTOMER'
          ? 'Your order is cancelled, as you asked.'
          : 'Your order took too long on our side, so we have cancelled it. That should not happen, and we are sorry.',
        'If you were charged, all of it goes back to where it came from; we will tell you when it does.',
      ],
      facts: [['Order', order.number]],
    }),

    de: ({ order, reason }) => ({
      title: `Bestellung ${order.number} ist storniert`,
      paragraphs: [
        reason === 'CANCELLED_BY_CUSTOMER'
          ? 'Ihre Bestellung ist storniert, wie Sie es wollten.'
          : 'Ihre Bestellung hat bei uns zu lange gedauert, deshalb haben wir sie storniert. Das soll nicht vorkommen, und es tut uns leid.',
        'Falls etwas abgebucht wurde, geht alles dorthin zurück, woher es kam; wir sagen Ihnen, wann.',
      ],
      facts: [['Bestellung', order.number]],
    }),
  },
};
