// Through a type only: that is a cycle, too.
import type { B } from './cycle-b.ts';
export type A = { readonly b?: B };
