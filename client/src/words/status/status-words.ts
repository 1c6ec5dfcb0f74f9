import { createAreaWords } from '../area-words.ts';
import type { StatusWords } from './en.ts';

export const statusWords = createAreaWords<StatusWords>({
  en: async () => (await import('./en.ts')).enStatus,
  de: async () => (await import('./de.ts')).deStatus,
});
