import type { Language } from './language.ts';
import type { Action, LetterContent } from './letter-content.ts';
import { mailHtml } from './mail-html.ts';
import { mailText } from './mail-text.ts';
import { oneTimeLinkOf, orderOf, type Occasion } from './occasion.ts';
import { LETTER_WORDS } from './wording/letter-words.ts';
import { wordingOf } from './wording/wording.ts';

/** A letter, in both forms that mail programs want. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface LetterRequest {
  readonly occasion: Occasion;
  readonly recipient: { readonly name: string; readonly language: Language };
  /** The storefront's address, without a slash at its end. */
  readonly shopUrl: string;
  /** Of the one-time link, for the kinds that have one. */
  readonly token: string | null;
}

export function renderLetter(request: LetterRequest): Letter {
  const { language, name } = request.recipient;
  const words = LETTER_WORDS[language];
  const wording = wordingOf(request.occasion, language);
  const content: LetterContent = {
    ...wording,
    language,
    greeting: words.greeting(name),
    action: actionOf(request),
    orOpen: words.orOpen,
    footer: words.footer,
  };
  return { subject: wording.title, text: mailText(content), html: mailHtml(content) };
}

function actionOf({ occasion, recipient: { language }, shopUrl, token }: LetterRequest): Action {
  const opens = oneTimeLinkOf(occasion.kind);
  if (opens !== undefined) {
    const url = `${shopUrl}${opens.path}?token=${encodeURIComponent(token ?? '')}`;
    return { label: opens.label[language], url, isPurpose: true };
  }
  const words = LETTER_WORDS[language];
  const order = orderOf(occasion);
  if (order !== null) return { label: words.toOrder, url: `${shopUrl}/orders/${order.id}`, isPurpose: false };
  return { label: words.toShop, url: shopUrl, isPurpose: false };
}
