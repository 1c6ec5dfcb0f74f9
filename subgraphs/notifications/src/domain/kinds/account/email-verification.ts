import type { Kind } from '../kind.ts';

/** An e-mail address is to be confirmed by a link. */
export const emailVerification: Kind<{ readonly expiresAt: string }> = {
  channels: ['EMAIL'],
  choice: 'SAFETY',
  opens: { path: '/verify-email', label: { en: 'Confirm this address', de: 'Adresse bestätigen' } },
  example: { expiresAt: '2026-02-01T12:00:00.000Z' },
  words: {
    en: ({ expiresAt }, { moment }) => ({
      title: 'Please confirm your e-mail address',
      paragraphs: [
        'One step is left: open the link, and we know that this address is yours.',
        `The link works once, until ${moment(expiresAt)}. If you did not ask for this, do nothing.`,
      ],
      facts: [],
    }),

    de: ({ expiresAt }, { moment }) => ({
      title: 'Bitte bestätigen Sie Ihre E-Mail-Adresse',
      paragraphs: [
        'Ein Schritt fehlt noch: Öffnen Sie den Link, und wir wissen, dass diese Adresse Ihnen gehört.',
        `Der Link gilt einmal, bis ${moment(expiresAt)}. Haben Sie nicht darum gebeten, müssen Sie nichts tun.`,
      ],
      facts: [],
    }),
  },
};
