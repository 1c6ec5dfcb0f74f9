import { DoubleSide, type Material, Mesh, type Object3D, TubeGeometry, CatmullRomCurve3, Vector3 } from 'three';
import type { Subject } from '../../subject.ts';
import { createCotton } from '../materials/fabric.ts';
import { materialOf } from '../materials/material-of.ts';
import { createBrass } from '../materials/metal.ts';
import { createLeather } from '../materials/soft.ts';
import type { ModelBuilder } from '../model.ts';
import { at, bend, corners, drum, group, lathe, ring, rod, tube, turned } from '../parts.ts';

/** Woven rattan with handles, a tall basket of bamboo with its lid at an angle, or soft felt. */
export const basket: ModelBuilder = (subject) => {
  const tall = subject.material === 'bamboo';
  return {
    object: subject.material === 'felt' ? soft(subject) : tall ? laundry(subject) : gather(subject),
    poses: {
      front: { turn: -24, elevation: tall ? 14 : 20 },
      angle: { turn: 56, elevation: 38 },
      detail: { turn: -10, elevation: 20, focus: [0.5, 0.75, 0.8], zoom: 2 },
    },
  };
};

interface Weave {
  readonly height: number;
  /** Radius at a height. */
  readonly radius: (y: number) => number;
  readonly stakes: number;
  readonly strand: number;
  readonly step: number;
  readonly material: Material;
}

/** Strands that go in front of and behind upright stakes in turns. */
function woven({ height, radius, stakes, strand, step, material }: Weave): Object3D {
  const made = group();
  for (let index = 0; index < stakes; index++) {
    const angle = (index / stakes) * Math.PI * 2;
    const points = [0, 0.25, 0.5, 0.75, 1].map((t) => {
      const r = radius(t * height);
      return [Math.cos(angle) * r, t * height, Math.sin(angle) * r] as const;
    });
    made.add(tube(points, strand * 0.8, material, false, 12));
  }
  for (let row = 0; row * step < height - strand; row++) {
    const y = strand + row * step;
    const points = Array.from({ length: stakes * 4 }, (_, index) => {
      const angle = (index / (stakes * 4)) * Math.PI * 2;
      const r = radius(y) + Math.cos((angle * stakes) / 2 + (row % 2) * Math.PI) * strand * 1.25;
      return new Vector3(Math.cos(angle) * r, y, Math.sin(angle) * r);
    });
    made.add(new Mesh(new TubeGeometry(new CatmullRomCurve3(points, true), stakes * 6, strand, 7, true), material));
  }
  return made;
}

/** Rods wound around a rim. */
function wound(radius: number, thickness: number, y: number, material: Material): Object3D {
  const turns = Math.round((radius * 6.283) / (thickness * 1.5));
  const points = Array.from({ length: turns * 6 }, (_, index) => {
    const angle = (index / (turns * 6)) * Math.PI * 2;
    const r = radius + Math.cos((index / 6) * Math.PI * 2) * thickness;
    return new Vector3(Math.cos(angle) * r, y + Math.sin((index / 6) * Math.PI * 2) * thickness, Math.sin(angle) * r);
  });
  return new Mesh(new TubeGeometry(new CatmullRomCurve3(points, true), turns * 8, thickness * 0.6, 6, true), material);
}

const gatherRadius = (y: number): number => 14.5 + 4.2 * Math.sin((y / 24) * 1.5);

function gather(subject: Subject): Object3D {
  const cane = materialOf(subject);
  const leather = createLeather(['#8a5330', '#ab7148', '#4f2e19']);
  const handles = [0, 180].map((degrees) => {
    const loop = group(
      tube(
        [
          [17.8, 20, -5.4],
          [19.4, 25, -5],
          [20, 29.4, -2.6],
          [20, 30.2, 0],
          [20, 29.4, 2.6],
          [19.4, 25, 5],
          [17.8, 20, 5.4],
        ],
        0.8,
        cane,
      ),
      tube(
        [
          [19.7, 27.6, -4],
          [20, 29.6, -2.5],
          [20, 30.3, 0],
          [20, 29.6, 2.5],
          [19.7, 27.6, 4],
        ],
        1.15,
        leather,
      ),
    );
    return turned(group(loop), 0, degrees);
  });
  return group(
    woven({ height: 24, radius: gatherRadius, stakes: 36, strand: 0.52, step: 0.98, material: cane }),
    wound(gatherRadius(24), 0.8, 24.2, cane),
    drum(14, 0.8, cane),
    ...handles,
  );
}

function laundry(subject: Subject): Object3D {
  const split = materialOf(subject);
  const cotton = createCotton(['#e9e2d3', '#f6f1e6', '#bdb4a2']);
  cotton.side = DoubleSide;
  const slats = Array.from({ length: 48 }, (_, index) => {
    const angle = (index / 48) * Math.PI * 2;
    const [x, z] = [Math.cos(angle), Math.sin(angle)];
    return rod([x * 17, 0.5, z * 17], [x * 19.4, 55, z * 19.4], 0.72, split);
  });
  const hoops = [1.2, 18, 37, 54.4].map((y) => {
    const r = 17 + (2.4 * y) / 55;
    return group(at(ring(r + 0.8, 0.8, split), 0, y, 0), at(ring(r - 0.7, 0.6, split), 0, y, 0));
  });
  const bag = lathe(
    corners(
      [
        [15.6, 2],
        [18.4, 54],
        [18.6, 56, 0.6],
        [20.6, 56, 0.6],
        [20.9, 50],
      ],
      0.4,
    ),
    cotton,
  );
  bend(bag.geometry, (point) => {
    const around = Math.atan2(point.z, point.x);
    if (point.y < 52 && Math.hypot(point.x, point.z) > 20) point.y += Math.sin(around * 9) * 0.5;
  });
  const lid = group(
    lathe(
      corners([
        [0, 0],
        [20.4, 0, 0.4],
        [20.4, 1.6, 0.5],
        [0, 2.2],
      ]),
      split,
    ),
    at(ring(20.4, 0.8, split), 0, 0.8, 0),
    at(drum(1.4, 2, split, 0.5), 0, 2, 0),
  );
  return group(...slats, ...hoops, bag, drum(17, 1, split), turned(at(lid, 2.6, 59.4, -1.4), 0, 0, -13));
}

function soft(subject: Subject): Object3D {
  const felt = materialOf(subject);
  const body = lathe(
    corners([
      [0, 0],
      [13, 0, 1.6],
      [13.6, 22, 0.35],
      [12.9, 22, 0.35],
      [12.3, 0.8, 1.4],
      [0, 0.8],
    ]),
    felt,
    128,
  );
  bend(body.geometry, (point) => {
    const around = Math.atan2(point.z, point.x);
    // A square with round corners, its walls bulging a little.
    const square = 1 / (Math.abs(Math.cos(around)) ** 5 + Math.abs(Math.sin(around)) ** 5) ** (1 / 5);
    const bulge = 1 + 0.05 * Math.sin((point.y / 22) * Math.PI);
    point.x *= square * bulge;
    point.z *= square * bulge;
    point.y += (point.y / 22) ** 3 * Math.cos(around * 4) * 0.7;
  });
  const brass = createBrass();
  const rivets = [45, 135, 225, 315].flatMap((degrees) => {
    const angle = (degrees * Math.PI) / 180;
    return [16.5, 19.4].map((y) => {
      const rivet = turned(at(drum(0.6, 0.7, brass, 0.25), 0, 0, 16.75), 90);
      return turned(at(group(rivet), 0, y, 0), 0, (angle * 180) / Math.PI);
    });
  });
  return group(body, ...rivets);
}
