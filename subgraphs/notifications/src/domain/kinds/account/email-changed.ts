import { EVERY_CHANNEL, type Kind } from '../kind.ts';

/** The e-mail address is another one now: the mail goes to the one before it, and does not say which one it is. */
export const emailChanged: Kind<{ readonly changedAt: string }> = {
  channels: EVERY_CHANNEL,
  choice: 'SAFETY',
  example: { changedAt: '2026-01-31T12:00:00.000Z' },
  words: {
    en: ({ changedAt }, { moment }) => ({
      title: 'Your e-mail address was changed',
      paragraphs: [
        `Your account has had another e-mail address since ${moment(changedAt)}: you sign in with that one, and our mail goes there.`,
        'If it was not you, change your password where you are still signed in, and then the address. If you are signed in nowhere, write to us at once.',
      ],
      facts: [],
    }),

    de: ({ changedAt }, { moment }) => ({
      title: 'Ihre E-Mail-Adresse wurde geändert',
      paragraphs: [
        `Ihr Konto hat seit dem ${moment(changedAt)} eine andere E-Mail-Adresse: Mit ihr melden Sie sich an, und dorthin schreiben wir.`,
        'Waren Sie es nicht, ändern Sie Ihr Passwort dort, wo Sie noch angemeldet sind, und danach die Adresse. Sind Sie nirgends mehr angemeldet, schreiben Sie uns sofort.',
      ],
      facts: [],
    }),
  },
};
