import { DoubleSide, type Object3D } from 'three';
import type { Subject } from '../../subject.ts';
import { createGlass } from '../materials/glass.ts';
import { createBulb, createLitOpal } from '../materials/light.ts';
import { createBrass, createCoated } from '../materials/metal.ts';
import { bulbLight, type ModelBuilder, unframed } from '../model.ts';
import { at, ball, bend, corners, curve, drum, group, lathe, latheGeometry, ring, rod } from '../parts.ts';
import { Mesh } from 'three';

/** Hangs from a cord: blown glass, clear or opal, a paper lantern, or a spun shade. */
export const pendantLamp: ModelBuilder = (subject) => {
  const spun = subject.material === 'aluminium';
  return {
    object: group(lamp(subject), unframed(rod([0, 20, 0], [0, 160, 0], 0.28, cordMaterial(subject)))),
    setting: 'ceiling',
    poses: {
      front: { turn: 0, elevation: spun ? -7 : -3 },
      angle: { turn: 30, elevation: spun ? 14 : -20 },
      detail: { turn: 10, elevation: spun ? -14 : 6, focus: [0.5, 0.68, 0.6], zoom: 1.8 },
    },
  };
};

function lamp(subject: Subject): Object3D {
  switch (subject.material) {
    case 'paper':
      return paperLantern(subject);
    case 'aluminium':
      return spunShade(subject);
    default:
      return subject.palette === 'chalk' ? opalDrop(subject) : glassDrop(subject);
  }
}

const cordMaterial = ({ palette, colours }: Subject) => createCoated(palette === 'chalk' ? '#e9e4db' : colours[2], 0.1);

const DROP = [
  [3, 20.5],
  [3.3, 19],
  [6.2, 15.6],
  [11.6, 9.5],
  [14.4, 2],
  [13.4, -5],
  [9.6, -10],
  [6.4, -11.9],
] as const;

const cap = (subject: Subject): Object3D =>
  at(group(drum(3.3, 3.4, createBrass(), 0.3), at(drum(1.1, 2.4, cordMaterial(subject), 0.2), 0, 3.4, 0)), 0, 19.6, 0);

function opalDrop(subject: Subject): Object3D {
  const glass = createLitOpal('#f6f1e8', 1, 15);
  const inner = DROP.map(([radius, height]) => [radius - 0.5, height] as const).reverse();
  return group(lathe([...curve(DROP), ...curve(inner)], glass), cap(subject), bulbLight(12, -14));
}

function glassDrop(subject: Subject): Object3D {
  const inner = DROP.map(([radius, height]) => [radius - 0.45, height - 0.1] as const);
  const bulb = group(
    at(ball(3.1, createBulb('#ffd9a0')), 0, 5, 0),
    at(drum(1.5, 6, createBrass()), 0, 8, 0),
    rod([0, 12, 0], [0, 20, 0], 0.5, createBrass()),
  );
  return group(
    createGlass(latheGeometry(curve(DROP)), '#6d6660', 0.36),
    createGlass(latheGeometry(curve(inner)), '#a39b92', 0.16),
    bulb,
    cap(subject),
    bulbLight(9, 3),
  );
}

function paperLantern(subject: Subject): Object3D {
  const paper = createLitOpal('#f5efe2', 0, 16, 0);
  const outline = Array.from({ length: 97 }, (_, step) => {
    const angle = (step / 96) * Math.PI;
    return [3.4 + 17.5 * Math.sin(angle) ** 0.82, -16 * Math.cos(angle)] as const;
  });
  const pleated = bend(latheGeometry(curve(outline, 260), 144), (point) => {
    const fold = Math.sin(point.y * 3.4) * 0.34;
    const out = Math.hypot(point.x, point.z);
    point.x *= 1 + fold / out;
    point.z *= 1 + fold / out;
  });
  const wire = createCoated(subject.colours[2], 0.3);
  return group(
    new Mesh(pleated, paper),
    at(ring(3.4, 0.28, wire), 0, 16, 0),
    at(ring(3.4, 0.28, wire), 0, -16, 0),
    rod([0, 15, 0], [0, 21, 0], 0.5, createBrass()),
    bulbLight(10, -22),
  );
}

function spunShade(subject: Subject): Object3D {
  const outside = createCoated(subject.colours[0], 0.55);
  const inside = createCoated('#f4efe6', 0.2);
  inside.side = DoubleSide;
  const outer = curve([
    [3.2, 18],
    [3.6, 14],
    [5.2, 10.4],
    [12, 6.6],
    [17, 0.5],
    [18.6, -5.6],
  ]);
  const inner = curve([
    [2.8, 13.6],
    [4.8, 10],
    [11.6, 6.2],
    [16.6, 0.2],
    [18.3, -5.4],
  ]);
  return group(
    lathe(outer.reverse(), outside),
    lathe(inner, inside),
    at(ring(18.5, 0.28, outside), 0, -5.5, 0),
    lathe(
      corners([
        [3.2, 18],
        [3.2, 19.5],
        [1, 20.5],
        [0, 20.5],
      ]),
      createBrass(),
    ),
    at(ball(4, createBulb()), 0, 2.5, 0),
    bulbLight(12, -2),
  );
}
