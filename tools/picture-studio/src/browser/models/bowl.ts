import { Mesh, type Object3D, SphereGeometry } from 'three';
import type { Subject } from '../../subject.ts';
import { createGlass } from '../materials/glass.ts';
import { materialOf } from '../materials/material-of.ts';
import { createSurface } from '../materials/surface.ts';
import type { ModelBuilder } from '../model.ts';
import { at, bend, curve, group, lathe, latheGeometry, turned } from '../parts.ts';

/** Stoneware with ploughed lines, wider when it is for serving; or pressed glass with lemons in it. */
export const bowl: ModelBuilder = (subject) => ({
  object: subject.material === 'glass' ? fruitBowl(subject) : furrowed(subject),
  poses: {
    front: { turn: 0, elevation: 20 },
    angle: { turn: 60, elevation: 46 },
    detail: { turn: 30, elevation: 24, focus: [0.36, 0.66, 0.75], zoom: 2 },
  },
});

function furrowed(subject: Subject): Object3D {
  const wide = subject.palette === 'chalk';
  const outside = curve(
    wide
      ? [
          [0, 0],
          [5.6, 0.02],
          [6.2, 0.5],
          [10.4, 3],
          [13.4, 6.2],
          [15, 9.6],
        ]
      : [
          [0, 0],
          [4.2, 0.02],
          [4.7, 0.6],
          [7.6, 2.6],
          [9.4, 5],
          [10.2, 7.4],
        ],
    260,
  );
  const top = wide ? 9.6 : 7.4;
  for (const point of outside) {
    const amount = Math.min(1, Math.max(0, point.y - 1.2)) * Math.min(1, Math.max(0, top - 0.9 - point.y) * 2);
    point.x -= 0.17 * amount * Math.abs(Math.sin(point.y * (wide ? 2.4 : 3.1)));
  }
  const inside = wide
    ? curve(
        [
          [14.85, 9.75],
          [14.5, 9.5],
          [12.9, 6.2],
          [9.8, 3.2],
          [5, 1.4],
          [0, 1],
        ],
        120,
      )
    : curve(
        [
          [10.1, 7.55],
          [9.8, 7.3],
          [8.9, 5],
          [7, 2.9],
          [4, 1.5],
          [0, 1.1],
        ],
        120,
      );
  return lathe([...outside, ...inside], materialOf(subject), 128);
}

function fruitBowl(subject: Subject): Object3D {
  const outer = latheGeometry(
    curve(
      [
        [0, 0],
        [5.4, 0.02],
        [6.2, 0.5],
        [10.6, 3.2],
        [13.2, 6.6],
        [14.2, 9.4],
      ],
      120,
    ),
  );
  const inner = latheGeometry(
    curve(
      [
        [0, 1.3],
        [5, 1.5],
        [9.4, 3.6],
        [12.4, 6.8],
        [13.6, 9.3],
        [14.2, 9.4],
      ],
      120,
    ),
  );
  const lemons = [
    turned(at(lemon(), -4.4, 5.3, 1.4), 10, 30, 20),
    turned(at(lemon(), 4, 5, 2.6), -14, -40, 10),
    turned(at(lemon(), 0.6, 5.1, -4.6), 0, 80, -12),
    turned(at(lemon(), 0.2, 8.8, 0.4), 14, 110, 8),
  ];
  return group(...lemons, createGlass(outer, '#6f9a80', 0.3), createGlass(inner, subject.colours[1], 0.2));
}

function lemon(): Object3D {
  const peel = createSurface({
    colours: ['#eec02c', '#f6d652', '#c9951a'],
    glsl: `float pit = noise(local * 5.5); colour = mix(body, light, cloud(local * 0.5)); colour = mix(colour, shadow, 0.35 * smoothstep(3.6, 4.6, abs(local.x)));
      height = 0.05 * pit; rough = 0.5;`,
    physical: { clearcoat: 0.25, clearcoatRoughness: 0.35 },
  });
  const geometry = bend(new SphereGeometry(3.1, 64, 48), (point) => {
    const end = Math.abs(point.x) / 3.1;
    point.x *= 1.18 + 0.32 * end ** 6;
  });
  return new Mesh(geometry, peel);
}
