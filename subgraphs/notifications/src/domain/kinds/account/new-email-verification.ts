import type { Kind } from '../kind.ts';

/** The e-mail address that an account is to have is to be confirmed by a link, which is mailed to that one. */
export const newEmailVerification: Kind<{ readonly expiresAt: string }> = {
  channels: ['EMAIL'],
  choice: 'SAFETY',
  opens: { path: '/change-email', label: { en: 'Use this address', de: 'Diese Adresse verwenden' } },
  example: { expiresAt: '2026-02-01T12:00:00.000Z' },
  words: {
    en: ({ expiresAt }, { moment }) => ({
      title: 'Please confirm your new e-mail address',
      paragraphs: [
        'Open the link where you are signed in, and your account has this address from then on.',
        `The link works once, until ${moment(expiresAt)}. If you did not ask for this, do nothing: nothing changes.`,
      ],
      facts: [],
    }),

    de: ({ expiresAt }, { moment }) => ({
      title: 'Bitte bestätigen Sie Ihre neue E-Mail-Adresse',
      paragraphs: [
        'Öffnen Sie den Link dort, wo Sie angemeldet sind, und Ihr Konto hat von da an diese Adresse.',
        `Der Link gilt einmal, bis ${moment(expiresAt)}. Haben Sie nicht darum gebeten, müssen Sie nichts tun: Es ändert sich nichts.`,
      ],
      facts: [],
    }),
  },
};
