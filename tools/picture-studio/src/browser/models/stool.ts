import type { Object3D } from 'three';
import { Mesh } from 'three';
import type { Subject } from '../../subject.ts';
import { materialOf } from '../materials/material-of.ts';
import { createBrass } from '../materials/metal.ts';
import type { ModelBuilder } from '../model.ts';
import { at, bend, corners, curve, group, lathe, ring, rod } from '../parts.ts';

/** Three legs wedged into a scooped seat, four legs with a footrest, or a block of cork. */
export const stool: ModelBuilder = (subject) => {
  const high = subject.material === 'oak';
  return {
    object: subject.material === 'cork' ? block(subject) : high ? wedged(subject, 65, 4) : wedged(subject, 45, 3),
    poses: {
      front: { turn: 12, elevation: high ? 12 : 17 },
      angle: { turn: 58, elevation: 36 },
      detail: { turn: 20, elevation: 32, focus: [0.5, 0.9, 0.6], zoom: 2 },
    },
  };
};

function wedged(subject: Subject, height: number, count: number): Object3D {
  const wood = materialOf(subject, 'y');
  const plank = materialOf(subject, 'x');
  const seat = lathe(
    corners([
      [0, -3.6],
      [13, -3.6, 1],
      [16.6, -0.6, 1.4],
      [16.6, 0.2, 0.7],
      [14.6, 0.2, 1.5],
      [8, -1, 3],
      [0, -1.3],
    ]),
    plank,
  );
  bend(seat.geometry, (point) => {
    point.y += 0.9 * (point.x / 16) ** 2;
  });
  const spread = count === 3 ? 19 : 20;
  const legs = Array.from({ length: count }, (_, index) => {
    const angle = ((index + 0.5) / count) * Math.PI * 2;
    const [x, z] = [Math.cos(angle), Math.sin(angle)];
    return group(
      rod([x * spread, 0, z * spread], [x * 9.4, height - 1.6, z * 9.4], 1.25, wood, 1.9),
      rod([x * 9.4, height - 2, z * 9.4], [x * 9.35, height - 0.55, z * 9.35], 1.45, wood),
    );
  });
  const rest = count === 4 ? [at(ring(17, 0.75, createBrass()), 0, 20, 0)] : [];
  return group(at(new Mesh(seat.geometry, plank), 0, height, 0), ...legs, ...rest);
}

function block(subject: Subject): Object3D {
  const profile = [
    ...corners([
      [0, 0],
      [15, 0, 1.2],
      [15.4, 2],
    ]),
    ...curve([
      [15.4, 2.4],
      [14.4, 12],
      [11.6, 20],
      [13.4, 29],
      [16.6, 36.5],
    ]),
    ...corners([
      [16.8, 37.5],
      [16.8, 40.6, 1.4],
      [12, 41.2, 2],
      [0, 40.2],
    ]),
  ];
  return group(lathe(profile, materialOf(subject)));
}
