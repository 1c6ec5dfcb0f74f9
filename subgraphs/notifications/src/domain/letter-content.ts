import type { Wording } from './kinds/kind.ts';
import type { Language } from './language.ts';

/** What the layouts put on paper. */
export interface LetterContent extends Wording {
  readonly language: Language;
  readonly greeting: string;
  /** The button. */
  readonly action: Action;
  readonly orOpen: string;
  readonly footer: string;
}

export interface Action {
  readonly label: string;
  readonly url: string;
  /** Whether the mail is about opening this link: it is then also written out. */
  readonly isPurpose: boolean;
}
