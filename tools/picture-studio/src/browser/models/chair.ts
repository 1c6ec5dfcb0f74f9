import { DoubleSide, type Material, Mesh, type Object3D, SphereGeometry } from 'three';
import type { Subject } from '../../subject.ts';
import { createWood } from '../materials/wood.ts';
import { materialOf } from '../materials/material-of.ts';
import { createBrass } from '../materials/metal.ts';
import { createCord, createLeather } from '../materials/soft.ts';
import type { ModelBuilder } from '../model.ts';
import { at, bar, bend, board, group, rod, tube, turned, type Point } from '../parts.ts';

/** A cord seat, a folding chair, an armchair with a leather seat, or a shell of felt. */
export const chair: ModelBuilder = (subject) => ({
  object: build(subject),
  poses: {
    front: { turn: -34, elevation: 14 },
    angle: { turn: 148, elevation: 16 },
    detail: { turn: -30, elevation: 24, focus: [0.5, 0.58, 0.5], zoom: 2 },
  },
});

function build(subject: Subject): Object3D {
  switch (subject.material) {
    case 'felt':
      return shellChair(subject);
    case 'beech':
      return foldingChair(subject);
    case 'walnut':
      return armchair(subject);
    default:
      return cordChair(subject);
  }
}

/** A bent rail between the two back posts, hollow towards the sitter. */
function backRail(material: Material, y: number, height: number, width: number, z: number): Mesh {
  const rail = board(width, height, 2, material, 0.9);
  return at(
    new Mesh(
      bend(rail.geometry.clone(), (point) => {
        point.z += -4.5 * (1 - (point.x / (width / 2)) ** 2);
      }),
      material,
    ),
    0,
    y,
    z,
  );
}

const mirrored = (make: (side: 1 | -1) => Object3D): Object3D => group(make(-1), make(1));

function cordChair(subject: Subject): Object3D {
  const upright = materialOf(subject, 'y');
  const across = materialOf(subject, 'x');
  const cord = createCord(['#cdb58a', '#e2cfa6', '#8f7650']);
  const seat = board(44, 3.6, 41, cord, 1.6);
  const dipped = bend(seat.geometry, (point) => {
    point.y -= point.y > 0 ? 1.3 * (1 - (point.x / 22) ** 2) * (1 - (point.z / 20.5) ** 2) : 0;
  });
  const sides = mirrored((side) =>
    group(
      rod([side * 21.5, 0, 20], [side * 20.5, 46, 18.5], 1.35, upright, 1.9),
      tube(
        [
          [side * 20.5, 0, -25],
          [side * 19.4, 22, -20.5],
          [side * 19.2, 44, -19],
          [side * 19.6, 62, -21.5],
          [side * 20.4, 80, -27],
        ],
        1.7,
        upright,
      ),
      rod([side * 21, 22, 19.4], [side * 19.5, 22, -20.5], 1, upright),
      rod([side * 20.7, 43, 18.8], [side * 19.2, 43, -19], 1.5, upright),
    ),
  );
  return group(
    sides,
    at(new Mesh(dipped, cord), 0, 44, 0),
    rod([-21, 28, 19.3], [21, 28, 19.3], 1, upright),
    rod([-19.4, 26, -20], [19.4, 26, -20], 1, upright),
    backRail(across, 73, 11, 41.5, -24.6),
  );
}

function armchair(subject: Subject): Object3D {
  const upright = materialOf(subject, 'y');
  const leather = createLeather(['#9a5d33', '#b9794a', '#54301a']);
  const seat = board(50, 6.5, 47, leather, 3);
  const legs = mirrored((side) =>
    group(
      rod([side * 27, 0, 24], [side * 26, 64, 22], 1.5, upright, 2.2),
      rod([side * 25, 0, -27], [side * 25.5, 66, -21], 1.5, upright, 2.2),
      rod([side * 26.3, 40, 22.6], [side * 25, 40, -23.6], 1.7, upright),
    ),
  );
  const arms: Point[] = [
    [-26, 65.5, 25],
    [-27.5, 66, 8],
    [-26.5, 68, -12],
    [-19, 72.5, -25],
    [0, 75, -30],
    [19, 72.5, -25],
    [26.5, 68, -12],
    [27.5, 66, 8],
    [26, 65.5, 25],
  ];
  const arm = tube(arms, 2.5, upright, false, 200);
  const flat = bend(arm.geometry, (point) => {
    const back = Math.min(1, Math.max(0, (-point.z - 8) / 18));
    const middle = 66 + 9 * Math.min(1, Math.max(0, (12 - point.z) / 42)) ** 1.1;
    point.y = middle + (point.y - middle) * (0.75 + back * 1.2);
  });
  return group(
    legs,
    new Mesh(flat, upright),
    ...[-26, 26].map((x) => at(paw(upright), x, 65.6, 25)),
    rod([-26, 40, 22.6], [26, 40, 22.6], 1.7, upright),
    rod([-25, 40, -23.6], [25, 40, -23.6], 1.7, upright),
    at(seat, 0, 44, 0),
  );
}

/** The rounded end of an arm. */
const paw = (material: Material): Mesh => new Mesh(new SphereGeometry(2.5, 32, 24).scale(1, 0.76, 1), material);

function foldingChair(subject: Subject): Object3D {
  const upright = materialOf(subject, 'y');
  const across = materialOf(subject, 'x');
  const brass = createBrass();
  const frames = mirrored((side) =>
    group(
      bar([side * 21, 0, 22], [side * 21, 80, -21], 2, 3.4, upright),
      bar([side * 18.4, 0, -24], [side * 18.4, 45, 16], 2, 3.4, upright),
      bar([side * 18.6, 44, -17], [side * 18.6, 45.4, 20], 2, 3, upright),
      turned(at(rod([0, 0, 0], [0, 1.6, 0], 1, brass), side * 22.2 - 0.8, 24, 9), 0, 0, 90),
      turned(at(rod([0, 0, 0], [0, 1.6, 0], 1, brass), side * 22.2 - 0.8, 45, -2.4), 0, 0, 90),
    ),
  );
  const slats = Array.from({ length: 8 }, (_, index) =>
    at(board(38.6, 1.5, 4, across, 0.5), 0, 46.6 - 0.9 * Math.sin((index / 7) * Math.PI), -15 + index * 4.9),
  );
  const back = [68, 75.2].map((y) => turned(at(board(40, 6, 1.6, across, 0.6), 0, y, (37 - y) * 0.5375 + 1.6), -28));
  return group(
    frames,
    ...slats,
    ...back,
    rod([-18, 9, -16], [18, 9, -16], 1, upright),
    rod([-21, 12, 15.6], [21, 12, 15.6], 1, upright),
  );
}

function shellChair(subject: Subject): Object3D {
  const felt = materialOf(subject);
  felt.side = DoubleSide;
  const ash = createWood('ash', ['#d9c09a', '#ecdcc0', '#a98a5f'], 'y');
  const legs = mirrored((side) =>
    group(
      rod([side * 24, 0, 22], [side * 13, 40, 11], 1.2, ash, 1.9),
      rod([side * 24, 0, -24], [side * 13, 40, -11], 1.2, ash, 1.9),
    ),
  );
  return group(legs, at(board(28, 2, 24, ash, 0.5), 0, 40.5, 0), shell(felt, 0), shell(felt, 1.1));
}

/** One skin of the shell: the lower part of a ball, drawn up at the rear and opened to the front. */
function shell(felt: Material, thickness: number): Object3D {
  const geometry = bend(new SphereGeometry(1, 72, 48, 0, Math.PI * 2, Math.PI * 0.42, Math.PI * 0.58), (point) => {
    const out = Math.hypot(point.x, point.z);
    const rear = Math.max(0, -point.z) / Math.max(out, 0.001);
    const low = point.y + 1;
    const rim = Math.min(1, low / 1.24);
    const lift = rim ** 2.2 * (4 + 33 * rear ** 1.6);
    const open = 1 + 0.12 * rim;
    point.set(
      point.x * (27 - thickness) * open,
      43 + low * 5 + lift + thickness * (1 - rim),
      point.z * (25 - thickness) * open - 5 * rear * rim,
    );
  });
  return new Mesh(geometry, felt);
}
