import { type Object3D, PointLight } from 'three';
import type { Subject, View } from '../subject.ts';
import { WARM } from './materials/light.ts';

/** Where a product is photographed: on a curved floor, hung on a wall, from the ceiling, or leaning against a wall. */
export type Setting = 'floor' | 'wall' | 'ceiling' | 'leaning';

/** From where a product is seen. */
export interface Pose {
  /** Degrees that the product is turned, to the left when seen from above. */
  readonly turn: number;
  /** Degrees of the camera above the horizontal. */
  readonly elevation: number;
  /** The middle of the picture, in parts of the product's box from its left, lower, rear corner. */
  readonly focus?: readonly [x: number, y: number, z: number];
  /** 1 shows the whole product. */
  readonly zoom?: number;
}

export interface Model {
  readonly object: Object3D;
  readonly setting?: Setting;
  readonly poses: Readonly<Record<View, Pose>>;
}

/** Built in cm; what stands on the floor stands on y = 0, what hangs on a wall has it at z = 0. */
export type ModelBuilder = (subject: Subject) => Model;

/** Marks parts, such as a cord to the ceiling, that may leave the picture. */
export const UNFRAMED = 'unframed';

export function unframed<T extends Object3D>(object: T): T {
  object.userData[UNFRAMED] = true;
  return object;
}

/**
 * A warm lamp that lights what is near it; `reach` in cm is about the distance at which it is as bright as the studio.
 */
export function bulbLight(reach: number, y: number): PointLight {
  const light = new PointLight(WARM, 1, 0, 2);
  light.userData['reach'] = reach;
  light.position.set(0, y, 0);
  return light;
}
