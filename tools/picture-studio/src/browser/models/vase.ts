import { Mesh, type Object3D } from 'three';
import type { Subject } from '../../subject.ts';
import { createPorcelain } from '../materials/clay.ts';
import { createGlass } from '../materials/glass.ts';
import { materialOf } from '../materials/material-of.ts';
import type { ModelBuilder } from '../model.ts';
import { bend, curve, corners, group, lathe, latheGeometry } from '../parts.ts';

/** Blown glass with a narrow neck, ribbed or round stoneware, a full belly of terracotta, or a column of porcelain. */
export const vase: ModelBuilder = (subject) => ({
  object: build(subject),
  poses: {
    front: { turn: 0, elevation: 10 },
    angle: { turn: 70, elevation: 34 },
    detail: { turn: 20, elevation: 24, focus: [0.5, 0.86, 0.5], zoom: 2.1 },
  },
});

function build(subject: Subject): Object3D {
  switch (subject.material) {
    case 'glass':
      return blown(subject);
    case 'terracotta':
      return lathe(curve(BELLY, 160), materialOf(subject));
    case 'porcelain':
      return lathe(
        corners([
          [0, 0],
          [5, 0, 0.7],
          [5, 27, 0.35],
          [4.5, 27, 0.3],
          [4.5, 2, 0.8],
          [0, 2],
        ]),
        createPorcelain('#f4f1eb', 0.25),
      );
    default:
      return subject.palette === 'plum' ? lathe(curve(MOON, 160), materialOf(subject)) : ribbed(subject);
  }
}

const BELLY = [
  [0, 0],
  [6.4, 0.05],
  [7.4, 0.6],
  [11.2, 6],
  [13.2, 13],
  [12.4, 20],
  [8.6, 25.6],
  [6.2, 28],
  [6.2, 29.4],
  [7.7, 31.2],
  [7.5, 31.6],
  [5.9, 29.6],
  [5.7, 27.6],
  [7.8, 25],
  [9, 20],
] as const;
const MOON = [
  [0, 0],
  [5.6, 0.05],
  [6.2, 0.7],
  [10.8, 4.2],
  [14, 10.6],
  [14.2, 13.6],
  [13.4, 18],
  [9.2, 24],
  [5.6, 26.6],
  [5.5, 28],
  [5.2, 28.2],
  [4.8, 27.6],
  [4.8, 26],
  [8, 23.4],
] as const;
const SLENDER = [
  [5, 0.05],
  [6, 0.7],
  [7.6, 5.4],
  [8, 10.6],
  [6.6, 17],
  [3.7, 22.4],
  [2.5, 27],
  [2.9, 31.6],
  [3.7, 33.2],
] as const;
const INSIDE = [
  [0, 2.6],
  [4, 2.7],
  [6, 3.9],
  [7.1, 7],
  [7.4, 10.8],
  [6, 16.8],
  [3.2, 22.2],
  [2.1, 27],
  [2.6, 31.8],
  [3.7, 33.2],
] as const;

function ribbed(subject: Subject): Object3D {
  const outside = curve(
    [
      [0, 0],
      [6, 0.05],
      [7, 0.9],
      [9.6, 7],
      [10.4, 13],
      [8.6, 20],
      [5.4, 24.8],
      [4.8, 27],
      [6.2, 29.4],
    ],
    300,
  );
  for (const point of outside) {
    const amount = Math.min(1, Math.max(0, (point.y - 2) / 3)) * Math.min(1, Math.max(0, (24 - point.y) / 3));
    point.x += 0.2 * amount * Math.abs(Math.sin(point.y * 2.3));
  }
  return lathe(
    [
      ...outside,
      ...curve([
        [6, 29.5],
        [4.4, 27],
        [5, 24.6],
        [7, 20],
      ]),
    ],
    materialOf(subject),
    128,
  );
}

function blown(subject: Subject): Object3D {
  const clear = subject.palette === 'mist';
  const lean = (geometry: ReturnType<typeof latheGeometry>) =>
    bend(geometry, (point) => {
      point.x += clear ? 0.0011 * point.y ** 2 : 0;
    });
  const outer = lean(latheGeometry(curve([[0, 0], ...SLENDER], 120)));
  const inner = lean(latheGeometry(curve(INSIDE, 120)));
  const tint = clear ? '#c9dadc' : subject.colours[1];
  const glass = group(
    createGlass(outer, tint, clear ? 0.3 : 0.55),
    createGlass(inner, clear ? '#d9e6e8' : subject.colours[0], clear ? 0.25 : 0.35),
  );
  const lip = lathe(
    corners([
      [3.55, 33],
      [3.8, 33.05],
      [3.8, 33.3],
      [3.55, 33.3],
    ]),
    createPorcelain(subject.colours[1]),
  );
  return clear ? glass : group(glass, new Mesh(lean(lip.geometry as ReturnType<typeof latheGeometry>), lip.material));
}
