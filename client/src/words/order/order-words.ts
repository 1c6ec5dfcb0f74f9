import { createAreaWords } from '../area-words.ts';
import type { OrderWords } from './en.ts';

export const orderWords = createAreaWords<OrderWords>({
  en: async () => (await import('./en.ts')).enOrder,
  de: async () => (await import('./de.ts')).deOrder,
});
