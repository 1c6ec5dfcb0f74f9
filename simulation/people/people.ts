import type { Shop } from '../shop.ts';
import type { World } from '../world/world.ts';
import { refundByHand, type RefundByHand } from './administrators.ts';
import { shopAs } from './customers.ts';
import { createInsistence } from './insistence.ts';
import type { Person } from './person.ts';
import { offerProducts } from './sellers.ts';

/** Those outside of the shop: who sells, who buys, and who gives money back. */
export interface People {
  /** Whether everybody has asked for what they wanted, and has been answered. */
  areDone(): boolean;
  /** By the keys of administrators' requests. */
  readonly refundsByHand: ReadonlyMap<string, RefundByHand>;
}

export function createPeople(world: World, shop: Shop, persons: readonly Person[]): People {
  const { insist, open } = createInsistence(world);
  offerProducts(shop, insist);
  for (const person of persons) shopAs(person, { world, shop, insist });
  return { areDone: () => open() === 0, refundsByHand: refundByHand(world, shop, insist, persons) };
}
