import { EVERY_CHANNEL, type Kind } from '../kind.ts';

/** An account was opened. */
export const welcome: Kind = {
  channels: EVERY_CHANNEL,
  choice: 'ONCE',
  example: {},
  words: {
    en: () => ({
      title: 'Welcome to Galleria',
      paragraphs: [
        'It is good to have you here. Your account is open, and everything in the shop is waiting to be looked at.',
        'Take your time: we only sell things that we would keep ourselves.',
      ],
      facts: [],
    }),

    de: () => ({
      title: 'Willkommen bei Galleria',
      paragraphs: [
        'Schön, dass Sie da sind. Ihr Konto ist eröffnet, und alles im Laden wartet darauf, angesehen zu werden.',
        'Lassen Sie sich Zeit: Wir verkaufen nur, was wir selbst behalten würden.',
      ],
      facts: [],
    }),
  },
};
