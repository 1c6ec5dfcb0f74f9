import type { Language } from './language.ts';
import { mailHtml } from './mail-html.ts';
import { mailText } from './mail-text.ts';
import type { Occasion } from './occasion.ts';
import { wordingOf, wordsIn, type Wording, type Words } from './wording/wording.ts';

/** A letter, in both forms that mail programs want. */
export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

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

export interface LetterRequest {
  readonly occasion: Occasion;
  readonly recipient: { readonly name: string; readonly language: Language };
  /** The storefront's address, without a slash at its end. */
  readonly shopUrl: string;
  /** Of the one-time link, for the kinds that have one. */
  readonly token: string | null;
}

export function renderLetter({ occasion, recipient, shopUrl, token }: LetterRequest): Letter {
  const { language, name } = recipient;
  const words = wordsIn(language);
  const wording = wordingOf(occasion, language);
  const content: LetterContent = {
    ...wording,
    language,
    greeting: words.greeting(name),
    action: actionOf(occasion, words.actions, shopUrl, token),
    orOpen: words.orOpen,
    footer: words.footer,
  };
  return { subject: wording.title, text: mailText(content), html: mailHtml(content) };
}

function actionOf(occasion: Occasion, labels: Words['actions'], shopUrl: string, token: string | null): Action {
  const query = `token=${encodeURIComponent(token ?? '')}`;
  if (occasion.kind === 'EMAIL_VERIFICATION') {
    return { label: labels.verifyEmail, url: `${shopUrl}/verify-email?${query}`, isPurpose: true };
  }
  if (occasion.kind === 'PASSWORD_RESET') {
    return { label: labels.resetPassword, url: `${shopUrl}/reset-password?${query}`, isPurpose: true };
  }
  if ('order' in occasion) {
    return { label: labels.order, url: `${shopUrl}/orders/${occasion.order.id}`, isPurpose: false };
  }
  return { label: labels.shop, url: shopUrl, isPurpose: false };
}
