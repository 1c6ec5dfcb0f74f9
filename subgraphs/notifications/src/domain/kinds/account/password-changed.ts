import { EVERY_CHANNEL, type Kind } from '../kind.ts';

/** The password is another one now. */
export const passwordChanged: Kind<{ readonly changedAt: string }> = {
  channels: EVERY_CHANNEL,
  choice: 'SAFETY',
  example: { changedAt: '2026-01-31T12:00:00.000Z' },
  words: {
    en: ({ changedAt }, { moment }) => ({
      title: 'Your password was changed',
      paragraphs: [
        `The password of your account was changed on ${moment(changedAt)}.`,
        'If it was not you, ask for a new password where you sign in, and then sign out everywhere.',
      ],
      facts: [],
    }),

    de: ({ changedAt }, { moment }) => ({
      title: 'Ihr Passwort wurde geändert',
      paragraphs: [
        `Das Passwort Ihres Kontos wurde am ${moment(changedAt)} geändert.`,
        'Waren Sie es nicht, fordern Sie bei der Anmeldung ein neues Passwort an und melden Sie sich danach überall ab.',
      ],
      facts: [],
    }),
  },
};
