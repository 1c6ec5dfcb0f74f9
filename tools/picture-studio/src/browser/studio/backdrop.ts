import { Color, DoubleSide, Mesh, MeshLambertMaterial, PlaneGeometry } from 'three';
import { bend } from '../parts.ts';
import type { Setting } from '../model.ts';

/** How far behind the middle of the turntable the wall is, and how wide the curve between floor and wall. */
const SHAPES: Readonly<Record<Setting, { wall: number; round: number; floor: number }>> = {
  floor: { wall: 5.5, round: 3, floor: 0 },
  wall: { wall: 0, round: 0.01, floor: -20 },
  ceiling: { wall: 5, round: 3, floor: -4 },
  leaning: { wall: 0, round: 0.05, floor: 0 },
};

/** A warm grey that takes a little of the product's light colour. */
export function backdropColour(light: string): string {
  const tint = new Color(light);
  const hsl = tint.getHSL({ h: 0, s: 0, l: 0 });
  return `#${new Color()
    .setHSL(hsl.h, Math.min(hsl.s, 0.5) * 0.32, 0.855)
    .lerp(new Color('#e6e1d9'), 0.45)
    .getHexString()}`;
}

/** Paper that hangs from the wall and runs out over the floor; what touches the wall is turned together with it. */
export function createBackdrop(setting: Setting, colour: string, turn: number): Mesh {
  const { wall, round, floor } = SHAPES[setting];
  const sheet = bend(new PlaneGeometry(60, 1, 1, 400), (point) => {
    const travelled = (0.5 - point.y) * 60 - 20;
    const passed = travelled - (wall - round);
    const angle = Math.min(Math.max(passed / round, 0), Math.PI / 2);
    point.z = Math.max(-passed, 0) - (wall - round) - Math.sin(angle) * round;
    point.y = floor + round - Math.cos(angle) * round + Math.max(0, passed - (round * Math.PI) / 2);
  });
  const mesh = new Mesh(sheet, new MeshLambertMaterial({ color: colour, side: DoubleSide }));
  mesh.receiveShadow = true;
  if (setting === 'wall' || setting === 'leaning') mesh.rotation.y = (turn * Math.PI) / 180;
  return mesh;
}
