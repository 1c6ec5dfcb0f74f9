import { EVERY_CHANNEL, EXAMPLE_ORDER, type OrderKind } from '../kind.ts';
import type { Money } from '../../wording/formats.ts';

/** Money went back. */
export const refunded: OrderKind<{ readonly amount: Money; readonly refundedInAll: Money }> = {
  channels: EVERY_CHANNEL,
  choice: 'LAW',
  example: {
    order: EXAMPLE_ORDER,
    amount: { amountMinor: 500, currency: 'EUR' },
    refundedInAll: { amountMinor: 1_500, currency: 'EUR' },
  },
  words: {
    en: ({ order, amount, refundedInAll }, { money }) => ({
      title: `${money(amount)} for order ${order.number} is on its way back`,
      paragraphs: [
        `We have sent ${money(amount)} back to where it came from. Banks take up to five working days to show it.`,
      ],
      facts: [
        ['Order', order.number],
        ['Refund', money(amount)],
        ...(amount.amountMinor === refundedInAll.amountMinor
          ? []
          : [['Refunded in all', money(refundedInAll)] as const]),
      ],
    }),

    de: ({ order, amount, refundedInAll }, { money }) => ({
      title: `${money(amount)} für Bestellung ${order.number} sind auf dem Rückweg`,
      paragraphs: [
        `Wir haben ${money(amount)} dorthin zurückgeschickt, woher sie kamen. Banken brauchen bis zu fünf Werktage, um es anzuzeigen.`,
      ],
      facts: [
        ['Bestellung', order.number],
        ['Erstattung', money(amount)],
        ...(amount.amountMinor === refundedInAll.amountMinor
          ? []
          : [['Erstattet insgesamt', money(refundedInAll)] as const]),
      ],
    }),
  },
};
