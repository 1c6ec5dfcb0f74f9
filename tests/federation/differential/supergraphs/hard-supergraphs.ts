import { createWorld, type DataSeed, type World } from '../world/world.ts';
import { CONTEXTS } from './hard/contexts.ts';
import type { HardSupergraph } from './hard/hard-supergraph.ts';
import { KEYS } from './hard/keys.ts';
import { SHAPES } from './hard/shapes.ts';
import { SHOP } from './hard/shop.ts';

export const HARD_SUPERGRAPHS: readonly HardSupergraph[] = [SHOP, SHAPES, KEYS, CONTEXTS];

export function hardWorld({ subgraphs }: HardSupergraph, data: DataSeed): World {
  return createWorld({ subgraphs, ...data });
}
