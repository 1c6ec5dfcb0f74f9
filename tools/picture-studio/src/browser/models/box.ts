import type { Material, Object3D } from 'three';
import type { Subject } from '../../subject.ts';
import { createCotton, createFelt } from '../materials/fabric.ts';
import { materialOf } from '../materials/material-of.ts';
import { createBrass } from '../materials/metal.ts';
import { createPaper } from '../materials/soft.ts';
import { createWood } from '../materials/wood.ts';
import type { ModelBuilder } from '../model.ts';
import { at, board, drum, group, turned } from '../parts.ts';

/** Finger joints and a lid set aside, a mitred box with keys, or a document box with a label holder. */
export const box: ModelBuilder = (subject) => ({
  object: subject.material === 'paper' ? ledger(subject) : wooden(subject),
  poses: {
    front: { turn: -33, elevation: 24 },
    angle: { turn: 38, elevation: 36 },
    detail: { turn: -42, elevation: 26, focus: [0.5, 0.55, 0.9], zoom: 2 },
  },
});

const [WIDTH, HEIGHT, DEPTH, WALL] = [26, 11, 18, 1.2];

function wooden(subject: Subject): Object3D {
  const along = materialOf(subject, 'x');
  const across = materialOf(subject, 'z');
  const joint = subject.material === 'walnut' ? keys() : fingers(along, across);
  const felt = createFelt(['#b9b0a1', '#d6cfc2', '#8d8576']);
  const lid = group(
    at(board(WIDTH, 1.4, DEPTH, along, 0.25), 0, 0.7, 0),
    at(drum(0.9, 1.1, createBrass(0.7), 0.2), 0, 1.4, DEPTH / 2 - 3.4),
  );
  // Not quite shut, so that one sees there is something to open.
  const open = turned(at(lid, 0, HEIGHT + 0.2, 0), 0, 7, 0);
  return group(
    ...[-1, 1].map((side) => at(board(WIDTH, HEIGHT, WALL, along, 0.12), 0, HEIGHT / 2, (side * (DEPTH - WALL)) / 2)),
    ...[-1, 1].map((side) =>
      at(board(WALL, HEIGHT, DEPTH - 0.04, across, 0.12), (side * (WIDTH - WALL)) / 2, HEIGHT / 2, 0),
    ),
    at(board(WIDTH - 2, 0.6, DEPTH - 2, felt, 0.2), 0, 0.8, 0),
    joint,
    open,
  );
}

/** At every corner, ends of the one side stand between those of the other. */
function fingers(along: Material, across: Material): Object3D {
  const made = group();
  const size = HEIGHT / 7;
  for (const x of [-1, 1]) {
    for (const z of [-1, 1]) {
      for (let index = 0; index < 7; index++) {
        const finger = board(WALL + 0.06, size - 0.05, WALL + 0.06, index % 2 === 0 ? along : across, 0.06);
        made.add(at(finger, (x * (WIDTH - WALL)) / 2, size * (index + 0.5), (z * (DEPTH - WALL)) / 2));
      }
    }
  }
  return made;
}

function keys(): Object3D {
  const maple = createWood('maple', ['#e0c69a', '#f0dfbf', '#b5935f'], 'x');
  const made = group();
  for (const x of [-1, 1]) {
    for (const z of [-1, 1]) {
      made.add(at(board(2.6, 0.5, 0.08, maple, 0.03), x * (WIDTH / 2 - 1.26), HEIGHT / 2, z * (DEPTH / 2 + 0.02)));
      made.add(at(board(0.08, 0.5, 2.6, maple, 0.03), x * (WIDTH / 2 + 0.02), HEIGHT / 2, z * (DEPTH / 2 - 1.26)));
    }
  }
  return made;
}

function ledger(subject: Subject): Object3D {
  const cloth = createCotton(subject.colours, 0.14);
  const brass = createBrass(0.6);
  const label = group(
    board(7, 3.6, 0.24, brass, 0.1),
    at(board(6, 2.7, 0.26, createPaper('#f1ead9'), 0.05), 0, 0, 0.03),
    ...[-3, 3].map((x) => turned(at(drum(0.18, 0.2, brass, 0.05), x, -1.5, 0.1), 90)),
    ...[0.5, -0.1].map((y) => at(board(4, 0.14, 0.02, createPaper('#6b6257'), 0.005), 0, y, 0.17)),
  );
  return group(
    at(board(32, 9, 24, cloth, 0.35), 0, 4.5, 0),
    at(board(32.7, 4.2, 24.7, cloth, 0.4), 0, 8.1, 0),
    at(label, 0, 3.4, 12.1),
  );
}
