import { type BufferGeometry, Float32BufferAttribute, Mesh, type Object3D, PlaneGeometry, type Vector2 } from 'three';
import { Vector2 as Flat } from 'three';
import type { Subject } from '../../subject.ts';
import { createFelt, createHerringbone, createStripes } from '../materials/fabric.ts';
import type { ModelBuilder } from '../model.ts';
import { createRandom } from '../random.ts';
import { bend, group, tube } from '../parts.ts';

const [WIDTH, DEPTH, LAYERS, THICK] = [46, 32, 4, 1.9];

/** A blanket, folded to a stack, with a fringe at both sides. */
export const throwBlanket: ModelBuilder = (subject) => ({
  object: folded(subject),
  poses: {
    front: { turn: -30, elevation: 22 },
    angle: { turn: 36, elevation: 36 },
    detail: { turn: -36, elevation: 26, focus: [0.55, 0.6, 0.8], zoom: 2.2 },
  },
});

function folded(subject: Subject): Object3D {
  const [body, light, shadow] = subject.colours;
  const wool = subject.material === 'wool';
  const cloth = wool
    ? createHerringbone([body, subject.palette === 'fir' ? '#94a16d' : shadow, shadow])
    : createStripes([body, '#f1ece3', shadow], 5.4);
  const random = createRandom(subject.slug);
  return group(
    new Mesh(ribbon(random), cloth),
    fringe(random, createFelt(wool ? [body, light, shadow] : ['#e6e0d5', '#f4f0e8', '#b9b1a4'])),
  );
}

/** The middle line of the cloth, seen from the side: to and fro, each layer on the one below. */
function middleLine(): Vector2[] {
  const points: Vector2[] = [];
  const reach = DEPTH / 2 - THICK;
  for (let layer = 0; layer < LAYERS; layer++) {
    const side = layer % 2 === 0 ? 1 : -1;
    const y = THICK * (0.5 + layer * 1.04);
    for (let step = 0; step <= 24; step++) points.push(new Flat(side * reach * ((step / 24) * 2 - 1), y));
    if (layer === LAYERS - 1) break;
    for (let step = 1; step < 12; step++) {
      const angle = (step / 12) * Math.PI;
      points.push(new Flat(side * (reach + Math.sin(angle) * THICK * 0.62), y + THICK * 0.52 * (1 - Math.cos(angle))));
    }
  }
  return points;
}

/** The cloth as a closed skin around its middle line; uv is in cm, so that the pattern goes around the folds. */
function ribbon(random: () => number): BufferGeometry {
  const line = middleLine();
  const outline = [...offset(line, 0.49), ...offset(line, -0.49).reverse()];
  const closed = [...outline, outline[0] ?? new Flat()];
  const lengths = closed.map(() => 0);
  for (let index = 1; index < closed.length; index++) {
    lengths[index] = (lengths[index - 1] ?? 0) + (closed[index]?.distanceTo(closed[index - 1] ?? new Flat()) ?? 0);
  }
  const columns = 80;
  const sheet = new PlaneGeometry(1, 1, columns, closed.length - 1);
  const phases = [random() * 6, random() * 6, random() * 6];
  const uv: number[] = [];
  let row = 0;
  let column = 0;
  bend(sheet, (point) => {
    const across = (column / columns) * 2 - 1;
    const at = closed[row] ?? new Flat();
    const soft =
      0.22 * Math.sin(across * 4 + (phases[0] ?? 0)) + 0.12 * Math.sin(across * 9 + at.x * 0.2 + (phases[1] ?? 0));
    const edge = 1 - 0.3 * Math.max(0, Math.abs(across) - 0.97) * 30;
    const layer = Math.min(LAYERS, at.y / THICK);
    const shifted = 0.5 * Math.sin(layer * 2.1 + (phases[2] ?? 0));
    point.set(
      across * (WIDTH / 2) + shifted,
      at.y * (1 + 0.035 * soft) + soft * 0.25 * (layer / LAYERS) - (1 - edge) * 0.15,
      at.x + 0.12 * soft,
    );
    uv.push(across * (WIDTH / 2), lengths[row] ?? 0);
    column += 1;
    if (column > columns) [row, column] = [row + 1, 0];
  });
  sheet.setAttribute('uv', new Float32BufferAttribute(uv, 2));
  return sheet;
}

function offset(line: readonly Vector2[], share: number): Vector2[] {
  return line.map((point, index) => {
    const along = (line[index + 1] ?? point)
      .clone()
      .sub(line[index - 1] ?? point)
      .normalize();
    return new Flat(point.x - along.y * share * THICK, point.y + along.x * share * THICK);
  });
}

/** Knotted ends along both sides of every layer. */
function fringe(random: () => number, yarn: ReturnType<typeof createFelt>): Object3D {
  const count = 26;
  const strands = Array.from({ length: LAYERS * count * 2 }, (_, index) => {
    const layer = Math.floor(index / (count * 2));
    const side = index % 2 === 0 ? 1 : -1;
    const z = ((Math.floor(index / 2) % count) / (count - 1) - 0.5) * (DEPTH - THICK * 2.4);
    const y = THICK * (0.5 + layer * 1.04);
    const [x, sway, length] = [side * (WIDTH / 2 - 0.6), (random() - 0.5) * 0.9, 2.6 + random() * 0.8];
    return tube(
      [
        [x, y, z],
        [x + side * 1.1, y - 0.1, z + sway * 0.2],
        [x + side * length * 0.8, Math.max(0.3, y - 0.7), z + sway * 0.6],
        [x + side * length, Math.max(0.3, y - 1.5), z + sway],
      ],
      0.24,
      yarn,
      false,
      10,
    );
  });
  return group(...strands);
}
