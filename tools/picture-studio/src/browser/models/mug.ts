import { DoubleSide, type Material, type Object3D } from 'three';
import type { Subject } from '../../subject.ts';
import { createPorcelain } from '../materials/clay.ts';
import { materialOf } from '../materials/material-of.ts';
import { createCoated } from '../materials/metal.ts';
import type { ModelBuilder } from '../model.ts';
import { at, bend, corners, curve, group, lathe, ring, tube } from '../parts.ts';

/** A round belly of stoneware, thin porcelain with a line around it, or enamel with a rolled rim. */
export const mug: ModelBuilder = (subject) => ({
  object: build(subject),
  poses: {
    front: { turn: -28, elevation: 16 },
    angle: { turn: 150, elevation: 34 },
    detail: { turn: -40, elevation: 26, focus: [0.55, 0.78, 0.6], zoom: 1.8 },
  },
});

function build(subject: Subject): Object3D {
  if (subject.material === 'stoneware') return bellied(subject);
  return subject.material === 'steel' ? enamelled(subject) : thin();
}

const handle = (points: Parameters<typeof tube>[0], radius: number, material: Material): Object3D => {
  const made = tube(points, radius, material);
  bend(made.geometry, (point) => {
    point.z *= 1.35;
  });
  return made;
};

function bellied(subject: Subject): Object3D {
  const glaze = materialOf(subject);
  const body = lathe(
    curve(
      [
        [0, 0],
        [2.9, 0.02],
        [3.3, 0.35],
        [4.35, 2],
        [4.8, 4.2],
        [4.5, 6.6],
        [4.05, 8.5],
        [4.12, 9.1],
        [3.96, 9.25],
        [3.78, 9],
        [3.72, 8.5],
        [4.1, 6.6],
        [4.4, 4.2],
        [3.9, 1.8],
        [0, 0.8],
      ],
      180,
    ),
    glaze,
  );
  return group(
    body,
    handle(
      [
        [4.2, 7.6, 0],
        [5.6, 8, 0],
        [7, 7, 0],
        [7.1, 5, 0],
        [6, 3.2, 0],
        [4.4, 2.6, 0],
      ],
      0.5,
      glaze,
    ),
  );
}

function thin(): Object3D {
  const porcelain = createPorcelain();
  const line = createPorcelain('#33567f');
  const body = lathe(
    corners(
      [
        [0, 0.2],
        [2.7, 0.2],
        [2.7, 0],
        [3.1, 0, 0.1],
        [3.9, 1.3, 1.1],
        [4.15, 9.2, 0.1],
        [3.93, 9.2, 0.1],
        [3.7, 1.5, 1.1],
        [0, 0.7],
      ],
      0.1,
    ),
    porcelain,
  );
  const stroke = ring(4.12, 0.1, line);
  bend(stroke.geometry, (point) => {
    const around = Math.atan2(point.y, point.x);
    point.z = point.z * (2.1 + 0.5 * Math.sin(around * 3)) + 0.07 * Math.sin(around * 2 + 1);
  });
  return group(
    body,
    at(stroke, 0, 8.4, 0),
    handle(
      [
        [4.05, 7.4, 0],
        [5.4, 7.8, 0],
        [6.6, 6.6, 0],
        [6.4, 4.6, 0],
        [5, 3.1, 0],
        [3.9, 2.9, 0],
      ],
      0.36,
      porcelain,
    ),
  );
}

function enamelled(subject: Subject): Object3D {
  const enamel = createCoated(subject.colours[0], 0.95);
  const rim = createCoated('#1b1a19', 0.9);
  const body = lathe(
    corners([
      [0, 0.1],
      [3.9, 0.1, 0.4],
      [4.2, 0.6, 0.3],
      [4.35, 8.2],
      [4.2, 8.2],
      [4.05, 0.7],
      [0, 0.4],
    ]),
    enamel,
  );
  const white = createCoated('#efece4', 0.9);
  white.side = DoubleSide;
  const inside = lathe(
    corners([
      [0, 0.5],
      [4, 0.5, 0.4],
      [4.16, 8.2],
    ]),
    white,
  );
  return group(
    body,
    inside,
    at(ring(4.32, 0.2, rim), 0, 8.25, 0),
    handle(
      [
        [4.3, 7.2, 0],
        [5.6, 7.5, 0],
        [6.7, 6.5, 0],
        [6.7, 4, 0],
        [5.7, 2.6, 0],
        [4.25, 2.5, 0],
      ],
      0.3,
      enamel,
    ),
  );
}
