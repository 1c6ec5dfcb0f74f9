import { KINDS } from '../kinds/kinds.ts';
import type { Kind, Wording } from '../kinds/kind.ts';
import type { Language } from '../language.ts';
import type { Occasion } from '../occasion.ts';
import { FORMATS } from './formats.ts';

/** What a customer is told of an occasion, in one language. */
export function wordingOf(occasion: Occasion, language: Language): Wording {
  // The compiler does not see that the kind which selects the words is that of the facts.
  const { words } = KINDS[occasion.kind] as Kind<Occasion>;
  return words[language](occasion, FORMATS[language]);
}
