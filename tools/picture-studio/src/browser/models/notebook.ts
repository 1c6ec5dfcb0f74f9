import type { Material, Object3D } from 'three';
import type { Subject } from '../../subject.ts';
import { createCotton, createLinen } from '../materials/fabric.ts';
import { materialOf } from '../materials/material-of.ts';
import { createBrass, createCoated } from '../materials/metal.ts';
import { createPages, createPaper } from '../materials/soft.ts';
import { createWood } from '../materials/wood.ts';
import type { ModelBuilder } from '../model.ts';
import { at, board, drum, group, lathe, corners, ring, tube, turned } from '../parts.ts';

/** Bound in linen with ribbons, wrapped in leather with a strap, or between stiff boards with a pencil. */
export const notebook: ModelBuilder = (subject) => ({
  object: build(subject),
  poses: {
    front: { turn: -32, elevation: 32 },
    angle: { turn: 30, elevation: 52 },
    detail: { turn: -44, elevation: 26, focus: [0.62, 0.6, 0.8], zoom: 2 },
  },
});

const [WIDTH, DEPTH] = [15, 21];

function build(subject: Subject): Object3D {
  switch (subject.material) {
    case 'leather':
      return wrapped(subject);
    case 'paper':
      return sketchbook(subject);
    default:
      return sewn(subject);
  }
}

/** Two covers, a spine and a block of pages; the spine is at the left. */
function bound(cover: Material, thick: number, width = WIDTH, depth = DEPTH, square = 0.35): Object3D {
  return group(
    at(board(width, 0.34, depth, cover, 0.14), 0, 0.17, 0),
    at(board(width, 0.34, depth, cover, 0.14), 0, thick + 0.5, 0),
    at(board(0.6, thick + 0.66, depth, cover, 0.28), -width / 2 + 0.22, thick / 2 + 0.34, 0),
    at(board(width - square, thick, depth - square * 2, createPages(), 0.05), -square / 2, thick / 2 + 0.34, 0),
  );
}

function ribbon(x: number, colour: string, bendBy: number): Object3D {
  const cloth = createCotton([colour, colour, colour], 0.06);
  const made = tube(
    [
      [x, 1.1, 9.6],
      [x, 1, 10.8],
      [x + bendBy * 0.4, 0.5, 12],
      [x + bendBy, 0.14, 14],
      [x + bendBy * 0.6, 0.12, 15.6],
    ],
    0.24,
    cloth,
  );
  made.geometry.translate(-x, 0, 0);
  made.geometry.scale(1.3, 0.4, 1);
  made.geometry.translate(x, 0.1, 0);
  return made;
}

function sewn(subject: Subject): Object3D {
  const [body, , shadow] = subject.colours;
  const linen = createLinen(subject.colours, 0.12);
  const lower = turned(bound(createLinen([shadow, body, shadow], 0.12), 1.3), 0, 9);
  return group(
    lower,
    at(
      group(
        bound(linen, 1.5),
        ribbon(2, subject.palette === 'graphite' ? '#b9603f' : '#efe0c6', 1.6),
        ribbon(-1, shadow, -1),
      ),
      0,
      2.14,
      0,
    ),
  );
}

function wrapped(subject: Subject): Object3D {
  const leather = materialOf(subject);
  const strap = tube(
    [
      [5.2, 0.2, 10.7],
      [5.2, 1.4, 10.9],
      [5.2, 2.5, 10.2],
      [5.2, 2.62, 0],
      [5.2, 2.5, -10.2],
      [5.2, 1.4, -10.9],
      [5.2, 0.2, -10.7],
    ],
    0.3,
    materialOf({ ...subject, colours: [subject.colours[2], subject.colours[0], subject.colours[2]] }),
  );
  const stitches = Array.from({ length: 19 }, (_, index) =>
    at(board(0.09, 0.1, 0.7, createPaper('#efe2c8'), 0.04), -5.9, 2.44, -9.2 + index * 1.02),
  );
  return group(
    at(board(15.4, 0.42, 21, leather, 0.2), 0, 0.21, 0),
    at(board(15.4, 0.42, 21, leather, 0.2), 0, 2.22, 0),
    at(board(1.2, 2.4, 21, leather, 0.58), -7.4, 1.22, 0),
    at(board(14, 0.78, 20, createPages(), 0.06), -0.3, 0.82, 0),
    at(board(14, 0.78, 20, createPages(), 0.06), -0.3, 1.62, 0),
    strap,
    at(drum(0.6, 0.34, createBrass(0.7), 0.1), 5.2, 2.7, 4),
    ...stitches,
  );
}

function sketchbook(subject: Subject): Object3D {
  const wire = createBrass();
  const loops = Array.from({ length: 30 }, (_, index) =>
    turned(at(ring(1.15, 0.09, wire), -10.4, 1.25, -13 + index * 0.9), 90),
  );
  return group(
    at(board(21, 0.3, 28, createCoated(subject.colours[0], 0.05), 0.1), 0, 0.15, 0),
    at(board(20.6, 1.7, 27.6, createPages(), 0.05), 0, 1.15, 0),
    at(board(21, 0.3, 28, createPaper(subject.colours[0]), 0.1), 0, 2.15, 0),
    ...loops.map((loop) => turned(loop, 0)),
    turned(at(pencil(subject), 4.4, 2.68, 1), 90, 0, 14),
  );
}

/** Lies along y until it is turned. */
function pencil(subject: Subject): Object3D {
  const lacquer = createCoated('#c99a2e', 0.5);
  const cedar = createWood('beech', ['#dcb98a', '#ecd2ab', '#b28a5a'], 'y');
  return group(
    lathe(
      corners(
        [
          [0, -8],
          [0.36, -8],
          [0.36, 6.4],
          [0.34, 6.5],
        ],
        0.03,
      ),
      lacquer,
      6,
    ),
    lathe(
      corners(
        [
          [0.35, 6.4],
          [0.12, 7.9],
        ],
        0.01,
      ),
      cedar,
      24,
    ),
    lathe(
      corners(
        [
          [0.12, 7.9],
          [0, 8.4],
        ],
        0.01,
      ),
      createCoated(subject.colours[2], 0.2),
      16,
    ),
  );
}
