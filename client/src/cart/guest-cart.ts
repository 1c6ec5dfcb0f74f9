import { createStore } from '../graph/store.ts';

export interface GuestItem {
  readonly productId: string;
  readonly quantity: number;
}

const KEY = 'galleria.cart';
/** As many as the graph merges at once. */
const MOST_ITEMS = 100;

const items = createStore(read());

/** The cart of somebody who has not signed in: kept in the browser, the same in all its tabs. */
export const guestCart = {
  items,
  setQuantity(productId: string, quantity: number): void {
    const known = items.read().some((item) => item.productId === productId);
    const all = known ? items.read() : [...items.read(), { productId, quantity }];
    const next = all.map((item) => (item.productId === productId ? { productId, quantity } : item));
    keep(next.filter((item) => item.quantity > 0).slice(0, MOST_ITEMS));
  },
  clear: () => keep([]),
};

window.addEventListener('storage', ({ key }) => {
  if (key === KEY) items.write(read());
});

function keep(next: readonly GuestItem[]): void {
  if (next.length === 0) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, JSON.stringify(next));
  items.write(next);
}

function read(): readonly GuestItem[] {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '[]') as unknown;
    return Array.isArray(stored) ? stored.filter(isGuestItem) : [];
  } catch {
    return [];
  }
}

function isGuestItem(value: unknown): value is GuestItem {
  if (typeof value !== 'object' || value === null) return false;
  const { productId, quantity } = value as Partial<Record<keyof GuestItem, unknown>>;
  return typeof productId === 'string' && typeof quantity === 'number' && quantity > 0;
}
