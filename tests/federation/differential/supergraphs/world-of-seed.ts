import type { World } from '../world/world.ts';
import { galleriaWorld } from './galleria.ts';
import { HARD_SUPERGRAPHS, hardWorld } from './hard-supergraphs.ts';
import { randomWorld } from './random-world.ts';

/**
 * The world of a seed: of ten in a row one is Galleria's own supergraph, one is written by hand, and eight are random.
 * In every second one some values fail, or are null where something is promised.
 */
export function worldOfSeed(seed: number): World {
  const faultPercent = Math.floor(seed / 10) % 2 === seed % 2 ? 5 : 0;
  if (seed % 10 === 0) return galleriaWorld({ seed, faultPercent });
  if (seed % 10 !== 5) return randomWorld({ seed, faultPercent });
  const hard = HARD_SUPERGRAPHS[Math.floor(seed / 10) % HARD_SUPERGRAPHS.length];
  if (hard === undefined) throw new Error('no hard supergraphs');
  return hardWorld(hard, { seed, faultPercent });
}
