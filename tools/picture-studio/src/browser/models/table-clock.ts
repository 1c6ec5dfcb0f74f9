import { Mesh, type Object3D, SphereGeometry, TorusGeometry } from 'three';
import type { Subject } from '../../subject.ts';
import { createGlass } from '../materials/glass.ts';
import { createWood } from '../materials/wood.ts';
import { materialOf } from '../materials/material-of.ts';
import { createBrass, createCoated } from '../materials/metal.ts';
import type { ModelBuilder } from '../model.ts';
import { at, board, corners, drum, group, lathe, latheGeometry, ring, rod, turned } from '../parts.ts';
import { createHands, createMarks, pointer } from './dial.ts';

/** A block with a dial let into its face, or an open movement under a dome of glass. */
export const tableClock: ModelBuilder = (subject) => {
  const domed = subject.material === 'brass';
  return {
    object: domed ? skeleton() : block(subject),
    poses: {
      front: { turn: domed ? -18 : -30, elevation: domed ? 10 : 16 },
      angle: { turn: domed ? 40 : 34, elevation: domed ? 20 : 28 },
      detail: { turn: -22, elevation: 10, focus: [0.5, 0.58, 0.9], zoom: 1.8 },
    },
  };
};

function block(subject: Subject): Object3D {
  const paint = subject.material === 'aluminium';
  const face = createCoated(paint ? subject.colours[1] : '#f3ede2', 0.2);
  const ink = createCoated('#2b2522', 0.2);
  const brass = createBrass(0.7);
  const dial = group(
    turned(at(drum(3.5, 0.3, face, 0.05), 0, 0, -0.2), 90),
    at(new Mesh(new TorusGeometry(3.6, 0.2, 20, 96), brass), 0, 0, 0.08),
    createMarks(3.1, 0.5, 0.12, 0.12, ink, 1.4),
    createHands({ length: 2.6, width: 0.22, z: 0.2, material: ink, second: brass }),
  );
  const button = paint ? brass : createBrass();
  return group(
    at(board(9, 9, 4.4, materialOf(subject, 'x'), paint ? 1.3 : 0.55), 0, 4.5, 0),
    at(dial, 0, 4.5, 2.22),
    at(drum(1, 0.6, button, 0.15), 2.2, 8.9, 0),
  );
}

function skeleton(): Object3D {
  const brass = createBrass(0.8);
  const walnut = createWood('walnut', ['#6f4a32', '#a2755a', '#402818'], 'x');
  const steel = createCoated('#23324a', 0.8);
  const plate = (z: number) => at(group(wheel(4.6, 0.5, brass, 0), wheel(2.6, 0.4, brass, 4)), 0, 16, z);
  const movement = group(
    ...[-3.2, 3.2].map((x) => rod([x, 2.4, 0], [x, 21, 0], 0.32, brass)),
    rod([-3.2, 21, 0], [3.2, 21, 0], 0.32, brass),
    plate(-0.6),
    at(turned(wheel(3, 0.3, brass, 5), 0, 0, 20), -1.6, 10.6, 0.3),
    at(wheel(1.9, 0.3, brass, 4), 2.2, 9.2, -0.4),
    at(new Mesh(new TorusGeometry(5, 0.42, 20, 96), createCoated('#f4efe6', 0.3)), 0, 16, 0.9),
    at(
      group(createMarks(5.3, 0.7, 0.2, 1.35, steel), createHands({ length: 4.4, width: 0.3, z: 1.5, material: steel })),
      0,
      16,
      0,
    ),
    rod([0, 12, -1.2], [0.9, 5.4, -1.2], 0.14, brass),
    turned(at(drum(1.6, 0.5, brass, 0.2), 0.95, 4.9, -1.4), 90),
  );
  const dome = createGlass(
    latheGeometry(
      corners(
        [
          [7.4, 2.4],
          [7.4, 20, 6],
          [6.6, 25.6, 3.6],
          [0, 26.4],
        ],
        0.2,
      ),
    ),
    '#eef4f4',
    0.1,
  );
  return group(
    lathe(
      corners([
        [0, 0],
        [9, 0, 0.3],
        [9, 1.2, 0.5],
        [8.2, 2.4, 0.5],
        [0, 2.4],
      ]),
      walnut,
    ),
    at(ring(7.5, 0.24, brass), 0, 2.5, 0),
    movement,
    dome,
  );
}

/** A toothed wheel that faces the viewer. */
function wheel(radius: number, thickness: number, material: ReturnType<typeof createBrass>, spokes: number): Object3D {
  const teeth = Math.round(radius * 14);
  return group(
    new Mesh(new TorusGeometry(radius, thickness * 0.55, 10, 80), material),
    ...Array.from({ length: spokes === 0 ? 0 : teeth }, (_, index) =>
      pointer((index / teeth) * 360, radius, radius + 0.34, 0.2, 0, material),
    ),
    ...Array.from({ length: spokes }, (_, index) => pointer((index / spokes) * 360, 0, radius, 0.34, 0, material)),
    new Mesh(new SphereGeometry(0.46, 24, 16), material),
  );
}
