import { DoubleSide, Mesh, type Object3D, SphereGeometry, TorusGeometry } from 'three';
import type { Subject } from '../../subject.ts';
import { createCotton } from '../materials/fabric.ts';
import { materialOf } from '../materials/material-of.ts';
import { createBrass, createCoated, createSteel } from '../materials/metal.ts';
import { createLeather } from '../materials/soft.ts';
import type { ModelBuilder } from '../model.ts';
import { at, bend, board, corners, curve, drum, group, lathe, tube, turned } from '../parts.ts';

/** A cabinet with a woven front, a pebble of felt, or a column of concrete with open drivers. */
export const speaker: ModelBuilder = (subject) => {
  const tall = subject.material === 'concrete';
  return {
    object: subject.material === 'felt' ? pebble(subject) : tall ? column(subject) : cabinet(subject),
    poses: {
      front: { turn: -28, elevation: 11 },
      angle: { turn: 40, elevation: 22 },
      detail: { turn: -34, elevation: 20, focus: tall ? [0.55, 0.75, 0.8] : [0.68, 0.82, 0.7], zoom: 2 },
    },
  };
};

function cabinet(subject: Subject): Object3D {
  const wood = subject.material === 'walnut';
  const cloth = createCotton(wood ? ['#40444a', '#5b6067', '#24272a'] : ['#3a3b3d', '#505255', '#232427'], 0.26);
  const trim = wood ? createBrass() : createSteel();
  const knob = group(drum(1.5, 1.2, trim, 0.15), at(drum(1.1, 0.3, trim, 0.05), 0, 1.15, 0));
  return group(
    at(board(30, 18, 13, materialOf(subject, 'x'), 2.6), 0, 10, 0),
    at(board(26.8, 14.8, 1.6, cloth, 0.7), 0, 10, 6.3),
    at(board(2.2, 0.5, 0.2, trim, 0.08), -10.6, 4.4, 7.15),
    at(knob, 10.6, 18.9, 0),
    ...[7, 4.4].map((x) => at(drum(0.55, 0.4, trim, 0.1), x, 18.95, 0)),
    ...[-11, 11].flatMap((x) => [-4, 4].map((z) => at(drum(1, 1.4, createCoated('#211f1e', 0.1)), x, 0, z))),
  );
}

function pebble(subject: Subject): Object3D {
  const felt = materialOf(subject);
  const body = bend(new SphereGeometry(1, 96, 64), (point) => {
    const soft = (value: number): number => Math.sign(value) * Math.abs(value) ** 0.86;
    point.set(soft(point.x) * 7.4, soft(point.y) * 4 + 3.9, soft(point.z) * 6.2);
  });
  const strap = tube(
    [
      [6.6, 4.6, 1.2],
      [9.4, 4.8, 1.6],
      [11, 3.2, 1],
      [10.4, 1.1, 0.4],
      [8.4, 1.4, 0],
      [6.8, 3, -0.4],
    ],
    0.34,
    createLeather(['#b98654', '#d2a678', '#7a5330']),
  );
  const top = group(
    at(new Mesh(new TorusGeometry(1.9, 0.12, 14, 64), createSteel()), 0, 0, 0),
    pointerSign(createCoated('#f3f1ea', 0.1)),
  );
  return group(
    new Mesh(body, felt),
    strap,
    at(turned(top, -90), 0, 7.92, 0),
    at(turned(drum(0.2, 0.3, createSteel()), 90), 3.6, 4.4, 5.6),
  );
}

const pointerSign = (material: ReturnType<typeof createCoated>): Object3D =>
  group(board(1.3, 0.26, 0.14, material, 0.05), board(0.26, 1.3, 0.14, material, 0.05));

function column(subject: Subject): Object3D {
  return group(
    at(board(19, 34, 20, materialOf(subject), 0.9), 0, 17.6, 0),
    at(driver(6.2, 3.6), 0, 12, 10),
    at(driver(3.1, 1.5), 0, 26.4, 10),
    at(board(17, 0.8, 18, createCoated('#2a2827', 0.1)), 0, 0.4, 0),
  );
}

/** A cone in its ring, open to the viewer. */
function driver(radius: number, cap: number): Object3D {
  const rubber = createCoated('#1d1c1c', 0.25);
  const paper = createCoated('#46423e', 0);
  paper.side = DoubleSide;
  const cone = turned(
    lathe(
      curve([
        [cap * 0.7, 0.05],
        [radius * 0.62, 0.5],
        [radius * 0.84, 1.05],
      ]),
      paper,
    ),
    90,
  );
  const dust = turned(
    lathe(
      curve([
        [cap * 0.9, 0.1],
        [cap * 0.66, 0.62],
        [0, 0.9],
      ]),
      createBrass(0.5),
    ),
    90,
  );
  return group(
    turned(
      lathe(
        corners([
          [0, -0.1],
          [radius + 0.9, -0.1],
          [radius + 0.9, 0.4, 0.2],
          [radius, 0.5, 0.1],
          [radius, 0.05],
          [0, 0.05],
        ]),
        createSteel(0.4),
      ),
      90,
    ),
    at(new Mesh(new TorusGeometry(radius * 0.9, radius * 0.11, 20, 96), rubber), 0, 0, 0.75),
    cone,
    dust,
  );
}
