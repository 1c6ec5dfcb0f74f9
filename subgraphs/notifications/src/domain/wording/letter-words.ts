import type { Language } from '../language.ts';

/** What every mail says around its words, in one language. */
export interface LetterWords {
  readonly greeting: (name: string) => string;
  /** On the button of a mail that is not about opening a one-time link. */
  readonly toOrder: string;
  readonly toShop: string;
  /** Above the address that the button leads to, for programs that show no button. */
  readonly orOpen: string;
  /** Why the mail was sent. */
  readonly footer: string;
}

export const LETTER_WORDS: Readonly<Record<Language, LetterWords>> = {
  en: {
    greeting: (name) => `Hello ${name},`,
    toOrder: 'See the order',
    toShop: 'Visit Galleria',
    orOpen: 'Or open this address:',
    footer: 'You receive this mail because you have an account at Galleria.',
  },
  de: {
    greeting: (name) => `Guten Tag ${name},`,
    toOrder: 'Zur Bestellung',
    toShop: 'Zu Galleria',
    orOpen: 'Oder öffnen Sie diese Adresse:',
    footer: 'Sie erhalten diese Nachricht, weil Sie ein Konto bei Galleria haben.',
  },
};
