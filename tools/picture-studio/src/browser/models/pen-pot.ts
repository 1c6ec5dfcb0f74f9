import type { Object3D } from 'three';
import type { Subject } from '../../subject.ts';
import { materialOf } from '../materials/material-of.ts';
import { createBrass, createCoated, createSteel } from '../materials/metal.ts';
import { createCork } from '../materials/mineral.ts';
import { createWood } from '../materials/wood.ts';
import type { ModelBuilder } from '../model.ts';
import { at, board, corners, drum, group, lathe, turned } from '../parts.ts';

/** A bored cylinder of stone or concrete with pencils in it, or a long tray of cork. */
export const penPot: ModelBuilder = (subject) => {
  const tray = subject.material === 'cork';
  return {
    object: tray ? corkTray(subject) : pot(subject),
    poses: {
      front: { turn: tray ? -30 : -20, elevation: tray ? 26 : 16 },
      angle: { turn: tray ? 34 : 70, elevation: tray ? 44 : 32 },
      detail: { turn: -28, elevation: tray ? 34 : 24, focus: tray ? [0.7, 0.6, 0.6] : [0.5, 0.42, 0.6], zoom: 2 },
    },
  };
};

function pot(subject: Subject): Object3D {
  const marble = subject.material === 'marble';
  const body = lathe(
    corners([
      [0, 0.3],
      [4.2, 0.3, 0.3],
      [4.2, 10.4, 0.25],
      [3.5, 10.4, 0.2],
      [3.5, 1.2, 0.3],
      [0, 1.2],
    ]),
    materialOf(subject),
    marble ? 96 : 96,
  );
  const foot = drum(4, 0.35, createCork(['#c39a68', '#dcbb8d', '#85623c']), 0.1);
  const lean = (object: Object3D, x: number, z: number, spin: number): Object3D =>
    turned(at(object, -Math.sin((spin * Math.PI) / 180) * 0.2 + x, 1.4, z), 0, 0, spin);
  return group(
    body,
    foot,
    lean(pencil('#c99a2e', 17.5), 1.2, 1.2, -9),
    lean(pencil('#27324a', 16.4), -1, -1.2, 11),
    lean(pencil('#94432a', 15.2), 0.4, -2, -4),
    lean(brush(), -1.6, 1.2, 8),
  );
}

/** Stands on its end, its point up. */
function pencil(colour: string, length: number): Object3D {
  return group(
    lathe(
      corners(
        [
          [0, 0],
          [0.36, 0],
          [0.36, length - 2],
          [0.34, length - 1.9],
        ],
        0.03,
      ),
      createCoated(colour, 0.45),
      6,
    ),
    lathe(
      corners(
        [
          [0.35, length - 2],
          [0.11, length - 0.5],
        ],
        0.01,
      ),
      createWood('beech', ['#dcb98a', '#ecd2ab', '#b28a5a'], 'y'),
      24,
    ),
    lathe(
      corners(
        [
          [0.11, length - 0.5],
          [0, length],
        ],
        0.01,
      ),
      createCoated('#2a2827', 0.2),
      16,
    ),
  );
}

function brush(): Object3D {
  return group(
    lathe(
      corners(
        [
          [0, 0],
          [0.2, 0],
          [0.34, 8],
          [0.26, 13.6],
        ],
        0.1,
      ),
      createWood('walnut', ['#6f4a32', '#a2755a', '#402818'], 'y'),
    ),
    lathe(
      corners(
        [
          [0.28, 13.4],
          [0.34, 15.4],
        ],
        0.01,
      ),
      createSteel(),
    ),
    lathe(
      corners(
        [
          [0.33, 15.3],
          [0.44, 16.4],
          [0.3, 17.4],
          [0, 18.2],
        ],
        0.3,
      ),
      createCoated('#4a3424', 0),
    ),
  );
}

const [LONG, WIDE, HIGH] = [26, 9, 2.6];

/** Milled from one piece: a floor with walls and a bridge left standing. */
function corkTray(subject: Subject): Object3D {
  const cork = materialOf(subject);
  const wall = (width: number, depth: number, x: number, z: number): Object3D =>
    at(board(width, HIGH, depth, cork, 0.45), x, HIGH / 2, z);
  const brass = createBrass(0.7);
  const pen = group(
    lathe(
      corners(
        [
          [0, -7],
          [0.5, -7, 0.2],
          [0.56, 0],
          [0.5, 5.4, 0.1],
          [0.16, 6.8],
          [0.05, 7.4],
        ],
        0.1,
      ),
      brass,
    ),
    at(
      lathe(
        corners(
          [
            [0.57, 0],
            [0.57, 0.4],
          ],
          0.01,
        ),
        createCoated('#2a2827', 0.4),
      ),
      0,
      0.4,
      0,
    ),
  );
  return group(
    at(board(LONG - 0.4, 1.1, WIDE - 0.4, cork, 0.3), 0, 0.6, 0),
    wall(LONG, 1, 0, WIDE / 2 - 0.5),
    wall(LONG, 1, 0, -WIDE / 2 + 0.5),
    wall(1, WIDE, LONG / 2 - 0.5, 0),
    wall(1, WIDE, -LONG / 2 + 0.5, 0),
    wall(LONG, 0.9, 0, -0.4),
    turned(at(pen, -1, 1.65, 2), 0, 0, 90),
    turned(at(pencil('#5f6c54', 15), -6, 1.5, -2.6), 0, 0, -90),
    at(drum(1.1, 0.5, brass, 0.15), -9.4, 1.15, -2.4),
  );
}
