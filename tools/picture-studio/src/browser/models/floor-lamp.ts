import { BackSide, type Object3D } from 'three';
import type { Subject } from '../../subject.ts';
import { createBulb, createLitShade } from '../materials/light.ts';
import { materialOf } from '../materials/material-of.ts';
import { createBrass, createCoated } from '../materials/metal.ts';
import { createMarble } from '../materials/mineral.ts';
import { bulbLight, type ModelBuilder } from '../model.ts';
import { at, ball, corners, curve, drum, group, lathe, rod, turned } from '../parts.ts';

/** A tripod under a drum, or a stem on a marble foot with an arm that slides. */
export const floorLamp: ModelBuilder = (subject) => {
  const reading = subject.material === 'brass';
  return {
    object: reading ? readingLamp() : tripod(subject),
    poses: {
      front: { turn: reading ? -28 : -14, elevation: 6 },
      angle: { turn: reading ? 38 : 44, elevation: 18 },
      detail: { turn: reading ? -40 : -20, elevation: 4, focus: [0.5, 0.78, 0.5], zoom: 2.4 },
    },
  };
};

function tripod(subject: Subject): Object3D {
  const steel = subject.material === 'steel';
  const material = materialOf(subject);
  const thick = steel ? 0.95 : 1.7;
  const legs = [90, 210, 330].map((degrees) => {
    const angle = (degrees * Math.PI) / 180;
    const [x, z] = [Math.cos(angle), Math.sin(angle)];
    return rod([x * 30, 0, z * 30], [x * 2.6, 104, z * 2.6], thick * 0.8, material, thick);
  });
  const hub = at(drum(5, 3.4, steel ? material : createBrass(), 0.4), 0, 100, 0);
  return group(...legs, hub, rod([0, 100, 0], [0, 116, 0], 0.9, createBrass()), at(drumShade(steel), 0, 108, 0));
}

function drumShade(black: boolean): Object3D {
  const height = 32;
  const profile = corners([
    [24, 0],
    [24, height],
  ]);
  const light = at(ball(4.5, createBulb()), 0, 13, 0);
  if (!black) {
    return group(lathe(profile, createLitShade('#efe4cf', 12, 15)), light, bulbLight(26, 12));
  }
  const gold = createBrass(0.3);
  gold.side = BackSide;
  const rims = [0, height].map((y) =>
    at(
      lathe(
        corners([
          [23.4, -0.3],
          [24.2, -0.3],
          [24.2, 0.3],
          [23.4, 0.3],
        ]),
        createBrass(),
      ),
      0,
      y,
      0,
    ),
  );
  return group(
    lathe(profile, createCoated('#242322', 0)),
    at(
      lathe(
        corners([
          [23.6, 0],
          [23.6, height],
        ]),
        gold,
      ),
      0,
      0,
      0,
    ),
    ...rims,
    light,
    bulbLight(24, 10),
  );
}

function readingLamp(): Object3D {
  const brass = createBrass();
  const foot = lathe(
    corners([
      [0, 0],
      [15, 0, 0.4],
      [15, 4.4, 0.7],
      [0, 4.4],
    ]),
    createMarble(['#e9e5df', '#f5f3ef', '#7f7c7a']),
  );
  const head = group(
    lathe(
      [
        ...curve([
          [2, 11],
          [4, 9.4],
          [8, 4],
          [11, -3],
        ]),
        ...curve([
          [10.7, -3],
          [7.6, 4],
          [3.6, 9],
        ]),
      ].reverse(),
      brass,
    ),
    at(drum(2, 4, brass), 0, 10.4, 0),
    at(ball(3.6, createBulb()), 0, 1, 0),
    bulbLight(20, -4),
  );
  return group(
    foot,
    rod([0, 4, 0], [0, 138, 0], 1, brass),
    at(drum(1.5, 1.6, brass, 0.6), 0, 138, 0),
    at(drum(2.3, 6, brass, 0.5), 0, 113, 0),
    rod([0, 116, 0], [27, 122, 0], 0.75, brass),
    turned(at(drum(1.5, 3, createCoated('#2a2623', 0.3), 0.3), 0, 116, 2), 90),
    turned(at(head, 30, 110, 0), 0, 0, 14),
  );
}
