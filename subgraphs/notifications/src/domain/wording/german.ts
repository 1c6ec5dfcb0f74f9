import type { Money } from '../occasion.ts';
import { formatMoment } from './moment-format.ts';
import { formatMoney } from './money-format.ts';
import type { Words } from './wording.ts';

const money = (amount: Money) => formatMoney(amount, 'de');
const moment = (isoMoment: string) => formatMoment(isoMoment, 'de');

export const german: Words = {
  greeting: (name) => `Guten Tag ${name},`,
  actions: {
    verifyEmail: 'Adresse bestätigen',
    resetPassword: 'Neues Passwort wählen',
    order: 'Zur Bestellung',
    shop: 'Zu Galleria',
  },
  orOpen: 'Oder öffnen Sie diese Adresse:',
  footer: 'Sie erhalten diese Nachricht, weil Sie ein Konto bei Galleria haben.',
  of: {
    WELCOME: () => ({
      title: 'Willkommen bei Galleria',
      paragraphs: [
        'Schön, dass Sie da sind. Ihr Konto ist eröffnet, und alles im Laden wartet darauf, angesehen zu werden.',
        'Lassen Sie sich Zeit: Wir verkaufen nur, was wir selbst behalten würden.',
      ],
      facts: [],
    }),

    EMAIL_VERIFICATION: ({ expiresAt }) => ({
      title: 'Bitte bestätigen Sie Ihre E-Mail-Adresse',
      paragraphs: [
        'Ein Schritt fehlt noch: Öffnen Sie den Link, und wir wissen, dass diese Adresse Ihnen gehört.',
        `Der Link gilt einmal, bis ${moment(expiresAt)}. Haben Sie nicht darum gebeten, müssen Sie nichts tun.`,
      ],
      facts: [],
    }),

    PASSWORD_RESET: ({ expiresAt }) => ({
      title: 'Wählen Sie ein neues Passwort',
      paragraphs: [
        'Jemand, wahrscheinlich Sie, hat um ein neues Passwort für Ihr Konto gebeten. Mit dem Link wählen Sie es.',
        `Er gilt einmal, bis ${moment(expiresAt)}. Waren Sie es nicht, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.`,
      ],
      facts: [],
    }),

    PASSWORD_CHANGED: ({ changedAt }) => ({
      title: 'Ihr Passwort wurde geändert',
      paragraphs: [
        `Das Passwort Ihres Kontos wurde am ${moment(changedAt)} geändert.`,
        'Waren Sie es nicht, fordern Sie bei der Anmeldung ein neues Passwort an und melden Sie sich danach überall ab.',
      ],
      facts: [],
    }),

    ORDER_CONFIRMED: ({ order, total, pieces }) => ({
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

    ORDER_REJECTED: ({ order, reason }) => ({
      title: `Wir konnten Bestellung ${order.number} nicht erfüllen`,
      paragraphs: [
        reason === 'OUT_OF_STOCK'
          ? 'Jemand war einen Augenblick schneller: Etwas aus Ihrer Bestellung ist gerade ausverkauft.'
          : 'Wir konnten nicht alles aus Ihrer Bestellung zusammenstellen.',
        'Es wurde nichts abgebucht. Es tut uns leid, und wir hoffen, dass Sie etwas anderes finden, das Ihnen gefällt.',
      ],
      facts: [['Bestellung', order.number]],
    }),

    PAYMENT_FAILED: ({ order, reason }) => ({
      title: `Die Zahlung für Bestellung ${order.number} ist fehlgeschlagen`,
      paragraphs: [
        reason === 'INSUFFICIENT_FUNDS'
          ? 'Ihre Bank sagt, dass das Konto für diese Bestellung nicht gedeckt war.'
          : 'Ihre Zahlung für diese Bestellung wurde abgelehnt.',
        'Es wurde nichts abgebucht, und die Bestellung ist geschlossen. Bestellen Sie gern noch einmal mit einem anderen Zahlungsmittel.',
      ],
      facts: [['Bestellung', order.number]],
    }),

    ORDER_CANCELLED: ({ order, reason }) => ({
      title: `Bestellung ${order.number} ist storniert`,
      paragraphs: [
        reason === 'CANCELLED_BY_CUSTOMER'
          ? 'Ihre Bestellung ist storniert, wie Sie es wollten.'
          : 'Ihre Bestellung hat bei uns zu lange gedauert, deshalb haben wir sie storniert. Das soll nicht vorkommen, und es tut uns leid.',
        'Falls etwas abgebucht wurde, geht alles dorthin zurück, woher es kam; wir sagen Ihnen, wann.',
      ],
      facts: [['Bestellung', order.number]],
    }),

    ORDER_SHIPPED: ({ order, trackingNumber }) => ({
      title: `Bestellung ${order.number} ist unterwegs`,
      paragraphs: ['Ihr Paket hat unser Haus verlassen und ist beim Zusteller. Es dauert nicht mehr lange.'],
      facts: [
        ['Bestellung', order.number],
        ...(trackingNumber === null ? [] : [['Sendungsnummer', trackingNumber] as const]),
      ],
    }),

    ORDER_DELIVERED: ({ order }) => ({
      title: `Bestellung ${order.number} ist angekommen`,
      paragraphs: [
        'Ihr Paket wurde zugestellt. Wir hoffen, dass alles darin seinen Platz findet.',
        'Ist etwas nicht, wie es sein soll, schreiben Sie uns, und wir bringen es in Ordnung.',
      ],
      facts: [['Bestellung', order.number]],
    }),

    REFUNDED: ({ order, amount, refundedInAll }) => ({
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
