import type { Language } from '../language.ts';
import type { NotificationKind, Occasion, OccasionOf } from '../occasion.ts';
import { english } from './english.ts';
import { german } from './german.ts';

/** What a customer is told: the same words in the inbox and in the mail. Plain text: whoever shows it escapes it. */
export interface Wording {
  /** One line; the mail's subject. */
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** Shown as a small table in the mail: label and value. */
  readonly facts: readonly (readonly [string, string])[];
}

/** Everything that is said in one language: a kind without words does not compile. */
export interface Words {
  readonly of: { readonly [Kind in NotificationKind]: (occasion: OccasionOf<Kind>) => Wording };
  readonly greeting: (name: string) => string;
  /** On the button of a mail. */
  readonly actions: {
    readonly verifyEmail: string;
    readonly resetPassword: string;
    readonly order: string;
    readonly shop: string;
  };
  /** Above the address that the button leads to, for programs that show no button. */
  readonly orOpen: string;
  /** Why the mail was sent. */
  readonly footer: string;
}

const WORDS: Readonly<Record<Language, Words>> = { en: english, de: german };

export function wordsIn(language: Language): Words {
  return WORDS[language];
}

export function wordingOf(occasion: Occasion, language: Language): Wording {
  // The compiler does not see that the kind which selects the function is that of its argument.
  const write = WORDS[language].of[occasion.kind] as (occasion: Occasion) => Wording;
  return write(occasion);
}
