import { type Object3D } from 'three';
import type { Subject } from '../../subject.ts';
import { createGlass } from '../materials/glass.ts';
import { materialOf } from '../materials/material-of.ts';
import { createBrass, createCoated } from '../materials/metal.ts';
import type { ModelBuilder } from '../model.ts';
import { at, ball, corners, curve, group, lathe, latheGeometry, turned } from '../parts.ts';
import { createHands, createMarks, pointer } from './dial.ts';

/** Wood with twelve brass points, a spun dish with white hands, or the clock of a platform. */
export const wallClock: ModelBuilder = (subject) => ({
  object: build(subject),
  setting: 'wall',
  poses: {
    front: { turn: -16, elevation: 4 },
    angle: { turn: 42, elevation: 10 },
    detail: { turn: -26, elevation: 12, focus: [0.62, 0.7, 1], zoom: 2 },
  },
});

function build(subject: Subject): Object3D {
  if (subject.material === 'oak') return woodenClock(subject);
  return subject.palette === 'chalk' ? stationClock(subject) : dishClock(subject);
}

/** A turned profile, laid so that its axis points from the wall to the viewer. */
const facing = (object: Object3D): Object3D => turned(object, 90);

function woodenClock(subject: Subject): Object3D {
  const brass = createBrass(0.8);
  const face = facing(
    lathe(
      corners([
        [0, 0.6],
        [13, 0.6],
        [14.4, 1.2, 0.4],
        [15, 3, 0.9],
        [14, 3.4, 0.8],
        [0, 3],
      ]),
      materialOf(subject, 'x'),
    ),
  );
  const points = Array.from({ length: 12 }, (_, hour) => {
    const angle = (hour * Math.PI) / 6;
    return at(ball(0.5, brass), Math.sin(angle) * 12, Math.cos(angle) * 12, 3.3);
  });
  return group(
    face,
    ...points,
    createHands({ length: 10.6, width: 0.62, z: 3.9, material: createCoated('#2b2522', 0.3) }),
  );
}

function dishClock(subject: Subject): Object3D {
  const white = createCoated('#f4f2ee', 0.2);
  const dish = facing(
    lathe(
      [
        ...corners([
          [0, 0],
          [12, 0, 1],
          [15, 3.4, 0.5],
          [14.7, 3.6, 0.15],
        ]),
        ...curve([
          [14.4, 3.4],
          [12.6, 1.9],
          [9, 1.3],
          [0, 1.2],
        ]),
      ],
      materialOf(subject),
    ),
  );
  return group(
    dish,
    createMarks(12.2, 1.4, 0.34, 1.95, white, 1.7),
    createHands({ length: 10.2, width: 0.72, z: 2.4, material: white }),
  );
}

function stationClock(subject: Subject): Object3D {
  const black = createCoated('#1d1c1b', 0.3);
  const red = createCoated('#c62f22', 0.35);
  const rim = facing(
    lathe(
      corners([
        [13.6, 0],
        [15, 0, 0.4],
        [15, 4, 0.9],
        [13.8, 4.2, 0.3],
        [13.6, 2],
      ]),
      createCoated(subject.colours[2], 0.5),
    ),
  );
  const face = facing(
    lathe(
      corners([
        [0, 1],
        [13.8, 1],
        [13.8, 1.6],
        [0, 1.6],
      ]),
      createCoated('#f7f5f0', 0.3),
    ),
  );
  const minutes = Array.from({ length: 60 }, (_, minute) => pointer(minute * 6, 12.3, 13, 0.22, 1.68, black));
  const glass = createGlass(
    latheGeometry(
      curve([
        [13.7, 3.9],
        [10, 4.7],
        [5, 5.2],
        [0, 5.3],
      ]),
    ),
    '#f2f5f5',
    0.12,
  );
  return group(
    rim,
    face,
    ...minutes,
    createMarks(13, 3, 0.86, 1.7, black),
    createHands({ length: 11.6, width: 0.95, z: 2.1, material: black, second: red }),
    facing(glass),
  );
}
