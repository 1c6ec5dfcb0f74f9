import { createAreaWords } from '../area-words.ts';
import type { EmailWords } from './en.ts';

export const emailWords = createAreaWords<EmailWords>({
  en: async () => (await import('./en.ts')).enEmail,
  de: async () => (await import('./de.ts')).deEmail,
});
