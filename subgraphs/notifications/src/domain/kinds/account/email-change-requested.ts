import type { Kind } from '../kind.ts';

/** Somebody asked for another e-mail address: the one that the account has is warned, and not told which one it was. */
export const emailChangeRequested: Kind<{ readonly requestedAt: string }> = {
  channels: ['EMAIL'],
  choice: 'SAFETY',
  example: { requestedAt: '2026-01-31T12:00:00.000Z' },
  words: {
    en: ({ requestedAt }, { moment }) => ({
      title: 'Your account is to have another e-mail address',
      paragraphs: [
        `Somebody, probably you, asked for it on ${moment(requestedAt)} with your password. Until the link that we mail to the other address is opened, this one stays.`,
        'If it was not you, change your password now: the link stops working, and everybody else is signed out.',
      ],
      facts: [],
    }),

    de: ({ requestedAt }, { moment }) => ({
      title: 'Ihr Konto soll eine andere E-Mail-Adresse bekommen',
      paragraphs: [
        `Jemand, wahrscheinlich Sie, hat am ${moment(requestedAt)} mit Ihrem Passwort darum gebeten. Bis der Link geöffnet wird, den wir an die andere Adresse schicken, bleibt es bei dieser.`,
        'Waren Sie es nicht, ändern Sie jetzt Ihr Passwort: Der Link gilt dann nicht mehr, und alle anderen sind abgemeldet.',
      ],
      facts: [],
    }),
  },
};
