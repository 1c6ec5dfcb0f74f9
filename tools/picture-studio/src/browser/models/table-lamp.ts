import { type Object3D } from 'three';
import type { Subject } from '../../subject.ts';
import { createBulb, createLitShade, WARM } from '../materials/light.ts';
import { materialOf } from '../materials/material-of.ts';
import { createBrass, createCoated } from '../materials/metal.ts';
import { createFelt } from '../materials/fabric.ts';
import { bulbLight, type ModelBuilder, unframed } from '../model.ts';
import { at, ball, corners, curve, drum, group, lathe, rod, tube, turned } from '../parts.ts';

/** Turned wood, a stoneware pebble, or a brass arm. */
export const tableLamp: ModelBuilder = (subject) => {
  const arm = subject.material === 'brass';
  const object = arm ? deskLamp() : subject.material === 'stoneware' ? pebbleLamp(subject) : turnedLamp(subject);
  return {
    object,
    poses: {
      front: { turn: arm ? -32 : -20, elevation: 9 },
      angle: { turn: arm ? 40 : 75, elevation: 22 },
      detail: arm
        ? { turn: -50, elevation: 8, focus: [0.6, 0.75, 0.5], zoom: 2 }
        : { turn: -30, elevation: 14, focus: [0.5, 0.26, 0.5], zoom: 1.9 },
    },
  };
};

function turnedLamp(subject: Subject): Object3D {
  const wood = materialOf(subject);
  const foot = lathe(
    [
      ...corners([
        [0, 0],
        [8, 0, 0.3],
        [8, 1.4, 0.5],
        [6, 2],
      ]),
      ...curve([
        [5.6, 2.1],
        [3.1, 3.1],
        [2, 5.2],
        [2.5, 9],
        [3.4, 13],
        [3.1, 17.5],
        [1.7, 21],
        [1.2, 23.4],
      ]),
      ...corners([
        [1.5, 23.5],
        [1.5, 24.4],
        [0, 24.4],
      ]),
    ],
    wood,
  );
  return group(foot, shade(9.2, 14.5, 17, 23), rod([0, 24, 0], [0, 29, 0], 0.45, createBrass()), cord(subject));
}

function pebbleLamp(subject: Subject): Object3D {
  const body = lathe(
    curve([
      [0, 0],
      [5.5, 0.05],
      [9.6, 2.2],
      [11.4, 6.6],
      [9.9, 11.6],
      [5.4, 15.2],
      [2.1, 16.4],
      [1.7, 17.4],
      [0, 17.5],
    ]),
    materialOf(subject),
  );
  return group(body, rod([0, 17, 0], [0, 22, 0], 0.6, createBrass()), shade(10.5, 13, 14, 19.5), cord(subject));
}

function shade(top: number, bottom: number, height: number, y: number): Object3D {
  const cloth = createLitShade('#efe3cd', height * 0.38, height * 0.5);
  const skin = lathe(
    corners(
      [
        [bottom - 0.12, 0.05],
        [bottom, 0],
        [top, height],
        [top - 0.14, height],
        [bottom - 0.14, 0.1],
      ],
      0.03,
    ),
    cloth,
  );
  const light = bulbLight(16, height * 0.35);
  return at(group(skin, at(ball(2.6, createBulb()), 0, height * 0.38, 0), light), 0, y, 0);
}

const cord = ({ colours }: Subject): Object3D =>
  unframed(
    tube(
      [
        [0, 0.5, -7],
        [1, 0.35, -13],
        [6, 0.3, -24],
        [20, 0.3, -36],
        [48, 0.3, -50],
      ],
      0.32,
      createFelt([colours[2], colours[0], colours[2]]),
    ),
  );

function deskLamp(): Object3D {
  const brass = createBrass();
  const dark = createCoated('#2a2623', 0.3);
  const elbow = [-6, 33, 0] as const;
  const wrist = [17, 43, 0] as const;
  const head = group(
    lathe(
      [
        ...curve([
          [2.2, 7],
          [3.2, 5.8],
          [6.4, 3],
          [8.2, -0.6],
          [8.6, -2.4],
        ]),
        ...curve([
          [8.4, -2.4],
          [8, -0.6],
          [6.2, 2.8],
          [2.6, 5.6],
        ]),
      ].reverse(),
      brass,
    ),
    at(drum(2.2, 3, brass), 0, 6.4, 0),
    at(ball(2.7, createBulb(WARM)), 0, 0.4, 0),
    bulbLight(13, -4),
  );
  return group(
    lathe(
      corners([
        [0, 0],
        [9.4, 0, 0.2],
        [9.4, 1.5, 0.4],
        [2, 2.2, 0.4],
        [1.4, 4],
        [0, 4],
      ]),
      brass,
    ),
    rod([0, 2, 0], elbow, 0.62, brass),
    rod([-17, 27.6, 0], wrist, 0.5, brass),
    turned(at(drum(2.1, 4.6, brass, 0.4), -18.6, 26.9, 0), 0, 0, -66),
    turned(at(drum(1.35, 2.6, dark, 0.3), elbow[0], elbow[1], -1.3), 90),
    turned(at(drum(1.1, 2.4, dark, 0.3), wrist[0], wrist[1], -1.2), 90),
    turned(at(head, 19.4, 37.2, 0), 0, 0, 12),
  );
}
