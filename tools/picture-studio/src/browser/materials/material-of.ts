import type { MeshPhysicalMaterial } from 'three';
import type { Subject } from '../../subject.ts';
import { createPorcelain, createStoneware, createTerracotta } from './clay.ts';
import { createCotton, createFelt, createKnit, createLinen } from './fabric.ts';
import { createAnodised, createBrass, createCoated } from './metal.ts';
import { createConcrete, createCork, createMarble } from './mineral.ts';
import { createLeather, createPaper, createReed } from './soft.ts';
import type { Axis } from './surface.ts';
import { createWood } from './wood.ts';

/** What the product is made of, in its colours; of wood and reed, the grain runs along `grain` of each part. */
export function materialOf({ material, colours }: Subject, grain: Axis = 'y'): MeshPhysicalMaterial {
  switch (material) {
    case 'oak':
    case 'walnut':
    case 'ash':
    case 'beech':
      return createWood(material, colours, grain);
    case 'bamboo':
    case 'rattan':
      return createReed(colours);
    case 'cork':
      return createCork(colours);
    case 'stoneware':
      return createStoneware(colours);
    case 'porcelain':
      return createPorcelain();
    case 'terracotta':
      return createTerracotta(colours);
    case 'brass':
      return createBrass();
    case 'steel':
      return createCoated(colours[0]);
    case 'aluminium':
      return createAnodised(colours[0], colours[1]);
    case 'concrete':
      return createConcrete(colours);
    case 'marble':
      return createMarble(colours);
    case 'linen':
      return createLinen(colours);
    case 'wool':
      return createKnit(colours);
    case 'cotton':
      return createCotton(colours);
    case 'felt':
      return createFelt(colours);
    case 'leather':
      return createLeather(colours);
    case 'paper':
    case 'glass':
      return createPaper(colours[0]);
  }
}
