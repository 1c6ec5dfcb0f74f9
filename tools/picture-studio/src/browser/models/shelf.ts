import type { Object3D } from 'three';
import type { Subject } from '../../subject.ts';
import { createPorcelain, createTerracotta } from '../materials/clay.ts';
import { materialOf } from '../materials/material-of.ts';
import { createPages, createPaper } from '../materials/soft.ts';
import type { ModelBuilder } from '../model.ts';
import { at, bar, board, curve, group, lathe, turned } from '../parts.ts';

/** Five boards on two rails that lean, or one bent sheet of steel with books on it. */
export const shelf: ModelBuilder = (subject) => {
  const leaning = subject.material !== 'steel';
  return {
    object: leaning ? ladder(subject) : ledge(subject),
    setting: leaning ? 'leaning' : 'wall',
    poses: {
      front: { turn: -30, elevation: leaning ? 8 : 10 },
      angle: { turn: 34, elevation: leaning ? 14 : 18 },
      detail: leaning
        ? { turn: -34, elevation: 16, focus: [0.6, 0.5, 0.5], zoom: 2.2 }
        : { turn: -40, elevation: 20, focus: [0.7, 0.5, 0.5], zoom: 2 },
    },
  };
};

const [TALL, AWAY] = [180, 42];

function ladder(subject: Subject): Object3D {
  const upright = materialOf(subject, 'y');
  const across = materialOf(subject, 'x');
  const rails = [-29, 29].map((x) => bar([x, 0, AWAY], [x, TALL, 2], 2.2, 4.2, upright, 0.5));
  const boards = [22, 56, 90, 124, 158].map((y, index) => {
    const depth = 34 - index * 5;
    const front = AWAY - (y / TALL) * (AWAY - 2);
    return at(board(56, 2, depth, across, 0.5), 0, y, Math.max(front - depth / 2 + 3, depth / 2 + 1));
  });
  return group(
    ...rails,
    ...boards,
    at(books([3.2, 2.4, 4, 2.8], ['#7d3f2c', '#d9cbb0', '#394a57', '#93a186'], 22), -22, 57, 20),
    at(pot(), 14, 91, 16),
    at(books([2.6, 3.4, 2.2], ['#c99a2e', '#e9e2d4', '#5b3347'], 19), 8, 125, 11),
    at(books([5, 4, 3.4, 4.4], ['#2f4a3c', '#cdb08a', '#efe6d5', '#6f4a32'], 24), -4, 23, 26),
  );
}

function ledge(subject: Subject): Object3D {
  const steel = materialOf(subject);
  return group(
    at(board(60, 0.5, 19, steel, 0.15), 0, 0, 9.5),
    at(board(60, 7, 0.5, steel, 0.15), 0, 3.3, 0.26),
    at(board(60, 2.4, 0.5, steel, 0.15), 0, -1, 18.8),
    at(books([3, 4.2, 2.4, 3.4], ['#b9603f', '#efe6d5', '#2c4150', '#93a186'], 21), -25, 0.3, 9),
    at(pot(), 18, 0.3, 9.5),
  );
}

/** Books from left to right, the last one leaning on the others. */
function books(widths: readonly number[], colours: readonly string[], tall: number): Object3D {
  const made = group();
  let x = 0;
  widths.forEach((width, index) => {
    const height = tall * (1 - 0.09 * ((index * 7) % 3));
    const depth = 13 - ((index * 5) % 3);
    const book = group(
      at(board(width, height, depth, createPaper(colours[index] ?? '#b9b1a4'), 0.25), 0, height / 2, 0),
      at(board(width - 0.5, height + 0.02, depth - 0.5, createPages(), 0.05), 0, height / 2, -0.3),
    );
    const leaning = index === widths.length - 1;
    made.add(turned(at(book, x + width / 2 + (leaning ? 2.2 : 0), 0, 0), 0, 0, leaning ? 9 : 0));
    x += width + 0.12;
  });
  return made;
}

const pot = (): Object3D =>
  group(
    lathe(
      curve(
        [
          [0, 0],
          [3.4, 0.05],
          [4, 0.6],
          [5.4, 4.4],
          [5, 8.6],
          [2.8, 11.6],
          [2.6, 13],
          [3.2, 14],
          [2.9, 14.1],
          [2.3, 13],
          [2.5, 11.6],
        ],
        120,
      ),
      createTerracotta(['#b9603f', '#dd9a7c', '#7b3a23']),
    ),
    at(
      lathe(
        curve(
          [
            [0, 0],
            [2.6, 0.05],
            [3.4, 1.4],
            [3.7, 4.4],
            [3.5, 4.5],
            [3.2, 1.6],
            [0, 0.6],
          ],
          80,
        ),
        createPorcelain(),
      ),
      9.6,
      0,
      1.4,
    ),
  );
