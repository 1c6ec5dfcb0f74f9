import { clocksAndSound } from './clocks-and-sound.ts';
import { lighting } from './lighting.ts';
import { seating } from './seating.ts';
import type { SeedProduct } from './seed-product.ts';
import { stationery } from './stationery.ts';
import { storage } from './storage.ts';
import { tableware } from './tableware.ts';
import { textiles } from './textiles.ts';
import { vasesAndCandles } from './vases-and-candles.ts';

const shelves = [lighting, seating, vasesAndCandles, tableware, clocksAndSound, storage, textiles, stationery];

/** All products, dealt like cards from one shelf after the other: created in this order, the newest are a mixture. */
export const products: readonly SeedProduct[] = Array.from(
  { length: Math.max(...shelves.map((shelf) => shelf.length)) },
  (_, index) => shelves.flatMap((shelf) => shelf[index] ?? []),
).flat();
