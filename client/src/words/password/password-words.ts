import { createAreaWords } from '../area-words.ts';
import type { PasswordWords } from './en.ts';

export const passwordWords = createAreaWords<PasswordWords>({
  en: async () => (await import('./en.ts')).enPassword,
  de: async () => (await import('./de.ts')).dePassword,
});
