import { Mesh, type Object3D, SphereGeometry } from 'three';
import type { Subject } from '../../subject.ts';
import { createGlass } from '../materials/glass.ts';
import { materialOf } from '../materials/material-of.ts';
import { createCork } from '../materials/mineral.ts';
import type { ModelBuilder } from '../model.ts';
import { at, bend, corners, curve, group, lathe, latheGeometry, tube } from '../parts.ts';

/** Glass with a waist and a stopper of cork, filled; or a jug of raw clay. */
export const carafe: ModelBuilder = (subject) => ({
  object: subject.material === 'glass' ? bottle(subject) : jug(subject),
  poses: {
    front: { turn: -24, elevation: 10 },
    angle: { turn: 130, elevation: 28 },
    detail: { turn: -10, elevation: 16, focus: [0.5, 0.84, 0.5], zoom: 2.1 },
  },
});

const OUTSIDE = [
  [0, 0],
  [4.2, 0.02],
  [5, 0.6],
  [5.4, 4],
  [5, 9],
  [3.2, 14.6],
  [2.6, 18],
  [2.9, 22],
  [3.6, 25],
] as const;
const WITHIN = [
  [0, 1],
  [3.8, 1.1],
  [4.6, 1.8],
  [5.05, 4.2],
  [4.65, 9],
  [2.9, 14.6],
  [2.3, 18],
  [2.6, 22],
  [3.5, 25],
] as const;

function bottle(subject: Subject): Object3D {
  const amber = subject.palette === 'honey';
  const tint = amber ? '#d69a42' : '#d3e2e2';
  const water = latheGeometry(
    curve(
      [
        [0, 1.1],
        [3.75, 1.2],
        [4.5, 1.9],
        [4.95, 4.2],
        [4.55, 9],
        [3.3, 13.2],
        [0, 13.25],
      ],
      120,
    ),
  );
  const cork = lathe(
    corners([
      [0, 0],
      [2.6, 0, 0.2],
      [3, 4.4, 0.5],
      [0, 4.4],
    ]),
    createCork(['#c39a68', '#dcbb8d', '#85623c']),
  );
  return group(
    at(cork, 0, 22.6, 0),
    createGlass(water, amber ? '#d9a050' : '#bddcdc', amber ? 0.22 : 0.22),
    createGlass(latheGeometry(curve(OUTSIDE, 120)), tint, amber ? 0.42 : 0.22),
    createGlass(latheGeometry(curve(WITHIN, 120)), tint, amber ? 0.28 : 0.16),
  );
}

function jug(subject: Subject): Object3D {
  const clay = materialOf(subject);
  const body = lathe(
    curve(
      [
        [0, 0],
        [5.2, 0.04],
        [6, 0.6],
        [8.6, 5],
        [9.4, 9.6],
        [8.2, 14.8],
        [5.2, 19],
        [4.4, 21.6],
        [5, 24.6],
        [4.7, 24.9],
        [4, 21.8],
        [4.8, 18.8],
        [7, 15],
      ],
      200,
    ),
    clay,
  );
  bend(body.geometry, (point) => {
    const spout = Math.max(0, (point.y - 20) / 5) ** 2 * Math.max(0, -point.x / 5) ** 5;
    point.x -= spout * 2.2;
    point.y += spout * 0.5;
  });
  const handle = tube(
    [
      [4.6, 22.6, 0],
      [8.4, 23.6, 0],
      [11.4, 20.6, 0],
      [11.6, 15.6, 0],
      [10, 12, 0],
      [8.7, 11.4, 0],
    ],
    0.95,
    clay,
  );
  bend(handle.geometry, (point) => {
    point.z *= 1.3;
  });
  const drop = new Mesh(new SphereGeometry(0.9, 24, 16), clay);
  return group(body, handle, at(drop, 8.9, 11.4, 0));
}
