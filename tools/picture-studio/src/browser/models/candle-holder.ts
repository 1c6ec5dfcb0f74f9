import { Mesh, type Object3D, SphereGeometry } from 'three';
import { createGlass } from '../materials/glass.ts';
import { createBulb } from '../materials/light.ts';
import { materialOf } from '../materials/material-of.ts';
import { createBrass, createCoated, createSteel } from '../materials/metal.ts';
import { createWax } from '../materials/soft.ts';
import { bulbLight, type ModelBuilder } from '../model.ts';
import type { Subject } from '../../subject.ts';
import { at, bend, corners, curve, drum, group, lathe, latheGeometry, rod } from '../parts.ts';

/** A slim reed of brass, a low stone with a cup, or thick glass around a tealight. */
export const candleHolder: ModelBuilder = (subject) => {
  const tealight = subject.material === 'glass';
  return {
    object: tealight ? glassHolder() : subject.material === 'brass' ? reed() : stone(subject),
    poses: {
      front: { turn: -20, elevation: tealight ? 16 : 10 },
      angle: { turn: 50, elevation: 34 },
      detail: { turn: 10, elevation: 18, focus: [0.5, tealight ? 0.55 : 0.3, 0.6], zoom: 1.9 },
    },
  };
};

const candle = (height: number, y: number): Object3D =>
  at(
    group(
      lathe(
        corners(
          [
            [0, 0],
            [1.1, 0],
            [1.02, height - 0.6],
            [0.7, height, 0.3],
            [0, height - 0.15],
          ],
          0.2,
        ),
        createWax(),
      ),
      rod([0, height - 0.3, 0], [0.08, height + 0.9, 0], 0.07, createCoated('#2a2320', 0)),
    ),
    0,
    y,
    0,
  );

const cup = (y: number): Object3D =>
  at(
    lathe(
      corners([
        [0, 0],
        [1.1, 0, 0.3],
        [1.45, 0.8],
        [1.45, 2.6, 0.1],
        [1.25, 2.6, 0.1],
        [1.2, 0.9],
        [0, 0.9],
      ]),
      createBrass(0.7),
    ),
    0,
    y,
    0,
  );

function reed(): Object3D {
  const brass = createBrass(0.7);
  const foot = lathe(
    [
      ...corners([
        [0, 0],
        [4.6, 0, 0.1],
        [4.6, 0.7, 0.25],
        [3, 0.95],
      ]),
      ...curve([
        [2.8, 1],
        [0.9, 1.5],
        [0.45, 3],
        [0.4, 8],
        [0.42, 13.4],
        [0.9, 14.4],
      ]),
    ],
    brass,
  );
  return group(foot, cup(14.2), candle(17, 15));
}

function stone(subject: Subject): Object3D {
  const body = lathe(
    corners([
      [0, 0],
      [5.6, 0, 0.5],
      [6.2, 2.4, 1.6],
      [4.4, 5, 1.2],
      [0, 5.2],
    ]),
    materialOf(subject),
  );
  return group(body, cup(4.9), candle(11, 5.8));
}

function glassHolder(): Object3D {
  const outer = latheGeometry(
    corners([
      [0, 0],
      [3.9, 0, 0.8],
      [4.4, 3, 1],
      [4.1, 7.4, 0.2],
      [3.5, 7.4, 0.2],
    ]),
  );
  const inner = latheGeometry(
    corners([
      [0, 1.9],
      [3, 1.9, 0.8],
      [3.5, 4, 1],
      [3.5, 7.4],
    ]),
  );
  const flame = bend(new SphereGeometry(0.42, 32, 24), (point) => {
    point.y = point.y * 2 + 0.3;
    const taper = point.y > 0.2 ? 1 - Math.min(1, (point.y - 0.2) / 1.1) * 0.75 : 1;
    point.x *= taper;
    point.z *= taper;
  });
  return group(
    at(
      lathe(
        corners(
          [
            [0, 0],
            [2, 0],
            [2, 1.5],
            [1.9, 1.5],
            [1.9, 1.2],
            [0, 1.2],
          ],
          0.04,
        ),
        createSteel(),
      ),
      0,
      2,
      0,
    ),
    at(drum(1.85, 1.2, createWax('#fff3dc'), 0.05), 0, 2.05, 0),
    at(new Mesh(flame, createBulb('#ffd489')), 0, 4.1, 0),
    createGlass(outer, '#7b726b', 0.34),
    createGlass(inner, '#9a9088', 0.2),
    bulbLight(3.4, 4.6),
  );
}
