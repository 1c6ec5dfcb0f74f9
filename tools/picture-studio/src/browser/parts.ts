import {
  type BufferGeometry,
  CatmullRomCurve3,
  CylinderGeometry,
  Group,
  LatheGeometry,
  type Material,
  Mesh,
  type Object3D,
  SphereGeometry,
  SplineCurve,
  TorusGeometry,
  TubeGeometry,
  Vector2,
  Vector3,
} from 'three';
import { RoundedBoxGeometry } from 'three/addons/geometries/RoundedBoxGeometry.js';

/** x, y (up) and z (towards the viewer), in cm. */
export type Point = readonly [x: number, y: number, z: number];
/** Radius and height of a point of a turned piece and, of a corner, the radius that breaks it. */
export type Turned = readonly [radius: number, height: number, round?: number];

const vector = ([x, y, z]: Point): Vector3 => new Vector3(x, y, z);

export function group(...objects: readonly Object3D[]): Group {
  const made = new Group();
  for (const object of objects) made.add(object);
  return made;
}

export function at<T extends Object3D>(object: T, x: number, y: number, z: number): T {
  object.position.set(x, y, z);
  return object;
}

/** Turned by degrees about x, y and z. */
export function turned<T extends Object3D>(object: T, x: number, y = 0, z = 0): T {
  object.rotation.set((x * Math.PI) / 180, (y * Math.PI) / 180, (z * Math.PI) / 180);
  return object;
}

/** The profile of a turned piece with straight lines between corners, each broken a little as real edges are. */
export function corners(points: readonly Turned[], broken = 0.08): Vector2[] {
  const all = points.map(([radius, height]) => new Vector2(radius, height));
  return all.flatMap((corner, index) => {
    const [before, after] = [all[index - 1], all[index + 1]];
    if (before === undefined || after === undefined) return [corner];
    const round = Math.min(
      points[index]?.[2] ?? broken,
      before.distanceTo(corner) * 0.45,
      after.distanceTo(corner) * 0.45,
    );
    const start = corner.clone().lerp(before, round / before.distanceTo(corner));
    const end = corner.clone().lerp(after, round / after.distanceTo(corner));
    // A point just before and after the bend keeps the shading of the straight parts straight.
    const bend = [0, 0.2, 0.4, 0.6, 0.8, 1].map((t) =>
      start.clone().lerp(corner, t).lerp(corner.clone().lerp(end, t), t),
    );
    return [start.clone().lerp(before, 0.02), ...bend, end.clone().lerp(after, 0.02)];
  });
}

/** A profile that swings through all points. */
export function curve(points: readonly (readonly [number, number])[], steps = 90): Vector2[] {
  return new SplineCurve(points.map(([radius, height]) => new Vector2(radius, height))).getPoints(steps);
}

export const latheGeometry = (profile: readonly Vector2[], segments = 96): LatheGeometry =>
  new LatheGeometry([...profile], segments);

export const lathe = (profile: readonly Vector2[], material: Material, segments = 96): Mesh =>
  new Mesh(latheGeometry(profile, segments), material);

/** A disc or drum that stands on y = 0. */
export const drum = (radius: number, height: number, material: Material, round = 0.1): Mesh =>
  lathe(
    corners(
      [
        [0, 0],
        [radius, 0],
        [radius, height],
        [0, height],
      ],
      round,
    ),
    material,
  );

export const board = (width: number, height: number, depth: number, material: Material, round = 0.2): Mesh =>
  new Mesh(
    new RoundedBoxGeometry(width, height, depth, 4, Math.min(round, width / 2.02, height / 2.02, depth / 2.02)),
    material,
  );

export const ball = (radius: number, material: Material): Mesh =>
  new Mesh(new SphereGeometry(radius, 48, 32), material);

/** Round bar from one point to another, its grain along it. */
export function rod(from: Point, to: Point, radius: number, material: Material, endRadius = radius): Mesh {
  const [a, b] = [vector(from), vector(to)];
  const length = a.distanceTo(b);
  const mesh = new Mesh(new CylinderGeometry(endRadius, radius, length, 28, 1), material);
  mesh.position.copy(a).lerp(b, 0.5);
  mesh.quaternion.setFromUnitVectors(new Vector3(0, 1, 0), b.sub(a).normalize());
  return mesh;
}

/** Square bar from one point to another, its grain along y of the part. */
export function bar(from: Point, to: Point, width: number, depth: number, material: Material, round = 0.25): Mesh {
  const [a, b] = [vector(from), vector(to)];
  const mesh = board(width, a.distanceTo(b), depth, material, round);
  mesh.position.copy(a).lerp(b, 0.5);
  mesh.quaternion.setFromUnitVectors(new Vector3(0, 1, 0), b.sub(a).normalize());
  return mesh;
}

export function tube(points: readonly Point[], radius: number, material: Material, closed = false, steps = 120): Mesh {
  const path = new CatmullRomCurve3(points.map(vector), closed);
  return new Mesh(new TubeGeometry(path, steps, radius, 14, closed), material);
}

/** A ring that lies flat. */
export const ring = (radius: number, thickness: number, material: Material): Mesh =>
  turned(new Mesh(new TorusGeometry(radius, thickness, 20, 96), material), 90);

/** Moves every vertex of a geometry and shades it anew. */
export function bend<T extends BufferGeometry>(geometry: T, move: (point: Vector3) => void): T {
  const position = geometry.getAttribute('position');
  const point = new Vector3();
  for (let index = 0; index < position.count; index++) {
    point.fromBufferAttribute(position, index);
    move(point);
    position.setXYZ(index, point.x, point.y, point.z);
  }
  geometry.computeVertexNormals();
  return geometry;
}
