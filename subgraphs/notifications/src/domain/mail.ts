import { mailHtml } from './mail-html.ts';
import { mailText } from './mail-text.ts';
import type { Occasion } from './occasion.ts';
import { wordingOf, type Wording } from './wording.ts';

/** A letter, in both forms that mail programs want. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What the layouts put on paper. */
export interface LetterContent extends Wording {
  readonly greeting: string;
  /** Where the button leads. */
  readonly shopUrl: string;
}

export function renderLetter(occasion: Occasion, recipient: { readonly name: string }, shopUrl: string): Letter {
  const wording = wordingOf(occasion);
  const content = { ...wording, greeting: `Hello ${recipient.name},`, shopUrl };
  return { subject: wording.title, text: mailText(content), html: mailHtml(content) };
}
