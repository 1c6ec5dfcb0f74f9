import type { Kind } from '../kind.ts';

/** A new password can be chosen by a link. */
export const passwordReset: Kind<{ readonly expiresAt: string }> = {
  channels: ['EMAIL'],
  choice: 'SAFETY',
  opens: { path: '/reset-password', label: { en: 'Choose a new password', de: 'Neues Passwort wählen' } },
  example: { expiresAt: '2026-01-31T13:00:00.000Z' },
  words: {
    en: ({ expiresAt }, { moment }) => ({
      title: 'Choose a new password',
      paragraphs: [
        'Somebody, probably you, asked for a new password for your account. The link lets you choose one.',
        `It works once, until ${moment(expiresAt)}. If it was not you, do nothing: your password stays as it is.`,
      ],
      facts: [],
    }),

    de: ({ expiresAt }, { moment }) => ({
      title: 'Wählen Sie ein neues Passwort',
      paragraphs: [
        'Jemand, wahrscheinlich Sie, hat um ein neues Passwort für Ihr Konto gebeten. Mit dem Link wählen Sie es.',
        `Er gilt einmal, bis ${moment(expiresAt)}. Waren Sie es nicht, müssen Sie nichts tun: Ihr Passwort bleibt, wie es ist.`,
      ],
      facts: [],
    }),
  },
};
