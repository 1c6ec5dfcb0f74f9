import { Mesh, type Object3D, SphereGeometry, TorusGeometry } from 'three';
import type { Subject } from '../../subject.ts';
import { createRandom } from '../random.ts';
import { createCotton } from '../materials/fabric.ts';
import { materialOf } from '../materials/material-of.ts';
import { createBrass } from '../materials/metal.ts';
import type { ModelBuilder } from '../model.ts';
import { at, bend, group, tube, turned, type Point } from '../parts.ts';

const HALF = 23;

/** A pillow that leans back a little: plain, ribbed, or with a seam and eyelets. */
export const cushion: ModelBuilder = (subject) => ({
  object: turned(at(build(subject), 0, HALF - 0.6, 0), -14),
  poses: {
    front: { turn: -24, elevation: 10 },
    angle: { turn: 50, elevation: 18 },
    detail: { turn: -18, elevation: 14, focus: [0.76, 0.72, 0.6], zoom: 2.1 },
  },
});

function build(subject: Subject): Object3D {
  const parts = [new Mesh(pillow(subject), materialOf(subject))];
  if (subject.material !== 'cotton') return group(...parts, piping(subject, 0.22));
  const brass = createBrass();
  const eyelets = [-1, 1].flatMap((x) =>
    [-1, 1].map((y) => at(new Mesh(new TorusGeometry(1.1, 0.34, 16, 48), brass), x * 19.2, y * 19.2, 3)),
  );
  return group(...parts, piping(subject, 0.46), ...eyelets);
}

/** How far a point of the square [-1, 1]² is from the middle of the cushion's thickness, 0 to 1. */
const swell = (x: number, y: number): number => ((1 - Math.abs(x) ** 2.3) * (1 - Math.abs(y) ** 2.3)) ** 0.46;

/** Edges of a filled square draw in between its corners. */
const drawnIn = (across: number): number => 1 - 0.075 * (1 - Math.abs(across) ** 2.2);

function pillow(subject: Subject): SphereGeometry {
  const random = createRandom(subject.slug);
  const folds = Array.from({ length: 7 }, () => ({
    angle: random() * 6.28,
    phase: random() * 6.28,
    rate: 2 + random() * 3,
  }));
  const ribbed = subject.material === 'wool';
  return bend(new SphereGeometry(1, 220, 160), (point) => {
    const out = Math.max(Math.abs(point.x), Math.abs(point.y), 1e-6);
    const radius = Math.min(1, Math.acos(Math.min(1, Math.abs(point.z))) / (Math.PI / 2));
    const [x, y] = [(point.x / out) * radius, (point.y / out) * radius];
    const side = point.z < 0 ? -1 : 1;
    const near = Math.hypot(x, y);
    const crease = folds.reduce(
      (sum, { angle, phase, rate }) => sum + Math.sin((x * Math.cos(angle) + y * Math.sin(angle)) * rate * 1.7 + phase),
      0,
    );
    const corner = Math.sin(Math.atan2(y, x) * 10 + (folds[0]?.phase ?? 0)) * Math.max(0, near - 0.75) * 1.6;
    const rib = ribbed ? Math.abs(Math.sin(x * HALF * 1.2)) * 0.62 * swell(x, y) ** 0.4 : 0;
    const z = swell(x, y) * (8.6 + 0.22 * crease + corner) + rib;
    point.set(x * HALF * drawnIn(y), y * HALF * drawnIn(x), side * z);
  });
}

function piping(subject: Subject, radius: number): Object3D {
  const points: Point[] = Array.from({ length: 160 }, (_, index) => {
    const t = (index / 40) % 4;
    const along = (t % 1) * 2 - 1;
    const [x, y] = t < 1 ? [along, 1] : t < 2 ? [1, -along] : t < 3 ? [-along, -1] : [-1, along];
    return [x * HALF * drawnIn(y), y * HALF * drawnIn(x), 0];
  });
  const [body, light, shadow] = subject.colours;
  return tube(
    points,
    radius,
    createCotton(subject.material === 'cotton' ? ['#e4dccb', '#f3eee3', '#b3a993'] : [body, light, shadow]),
    true,
    400,
  );
}
