import { BoxGeometry, type Material, Mesh, type Object3D } from 'three';
import { at, drum, group, turned } from '../parts.ts';

/** Twelve minutes past ten, as clocks are photographed: degrees clockwise from the top. */
const TEN_PAST_TEN = { hour: 306, minute: 72, second: 210 } as const;

/** A marker or hand: from `from` to `to` cm of the middle, in the plane of the dial that faces +z. */
export function pointer(
  degrees: number,
  from: number,
  to: number,
  width: number,
  z: number,
  material: Material,
): Object3D {
  const bar = at(new Mesh(new BoxGeometry(width, to - from, 0.14), material), 0, (from + to) / 2, z);
  return turned(group(bar), 0, 0, -degrees);
}

export interface Hands {
  readonly length: number;
  readonly width: number;
  readonly z: number;
  readonly material: Material;
  readonly second?: Material;
}

/** Hour and minute hand, and a second hand where there is a material for it. */
export function createHands({ length, width, z, material, second }: Hands): Object3D {
  const hands = group(
    pointer(TEN_PAST_TEN.hour, -length * 0.12, length * 0.64, width * 1.25, z, material),
    pointer(TEN_PAST_TEN.minute, -length * 0.14, length, width, z + 0.24, material),
    turned(at(drum(width * 1.3, 0.4, material, 0.05), 0, 0, z), 90),
  );
  if (second !== undefined) {
    hands.add(
      pointer(TEN_PAST_TEN.second, -length * 0.25, length * 0.72, width * 0.32, z + 0.46, second),
      turned(at(drum(width * 0.8, 0.34, second, 0.05), 0, 0, z + 0.3), 90),
    );
    const disc = turned(at(drum(length * 0.09, 0.12, second, 0.02), 0, length * 0.76, z + 0.4), 90);
    hands.add(turned(group(disc), 0, 0, -TEN_PAST_TEN.second));
  }
  return hands;
}

/** Marks at the hours, larger at the quarters when `quarter` says so. */
export function createMarks(
  radius: number,
  length: number,
  width: number,
  z: number,
  material: Material,
  quarter = 1,
): Object3D {
  return group(
    ...Array.from({ length: 12 }, (_, hour) => {
      const large = hour % 3 === 0 ? quarter : 1;
      return pointer(hour * 30, radius - length * large, radius, width * large, z, material);
    }),
  );
}
