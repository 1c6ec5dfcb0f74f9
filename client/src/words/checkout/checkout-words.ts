import { createAreaWords } from '../area-words.ts';
import type { CheckoutWords } from './en.ts';

export const checkoutWords = createAreaWords<CheckoutWords>({
  en: async () => (await import('./en.ts')).enCheckout,
  de: async () => (await import('./de.ts')).deCheckout,
});
