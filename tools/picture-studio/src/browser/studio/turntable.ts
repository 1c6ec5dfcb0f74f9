import { Box3, Group, Mesh, type Object3D, PointLight, Vector3 } from 'three';
import { TRANSLUCENT } from '../materials/glass.ts';
import { placement } from '../materials/surface.ts';
import { UNFRAMED } from '../model.ts';

/** The largest side of a product on the turntable; lights and backdrop are built for it. */
const SIZE = 2;

export interface Turntable {
  readonly object: Group;
  /** In studio units. */
  readonly height: number;
  readonly translucent: readonly Mesh[];
}

/** Puts a product built in cm on the turntable: scaled to the studio and turned by degrees. */
export function createTurntable(product: Object3D, turn: number): Turntable {
  const object = new Group();
  object.add(product);
  object.updateMatrixWorld(true);
  const box = new Box3();
  for (const mesh of framedMeshes(product)) box.expandByObject(mesh, true);
  const size = box.getSize(new Vector3());
  const scale = SIZE / Math.max(size.x, size.y, size.z);
  const translucent: Mesh[] = [];
  product.traverse((part) => {
    if (part instanceof PointLight) part.intensity = (part.userData['reach'] as number) ** 2 * scale ** 2;
    if (!isMesh(part)) return;
    if (part.userData[TRANSLUCENT] === true) translucent.push(part);
    else if (![part.material].flat().some(({ transparent }) => transparent)) part.castShadow = true;
    part.receiveShadow = true;
  });
  object.scale.setScalar(scale);
  object.rotation.y = (turn * Math.PI) / 180;
  object.updateMatrixWorld(true);
  placement.fromScene.value.copy(object.matrixWorld).invert();
  placement.scale.value = scale;
  return { object, height: box.max.y * scale, translucent };
}

/** The parts of a product that have to be in its picture. */
export function framedMeshes(product: Object3D): Mesh[] {
  const meshes: Mesh[] = [];
  const visit = (part: Object3D): void => {
    if (part.userData[UNFRAMED] === true) return;
    if (isMesh(part)) meshes.push(part);
    part.children.forEach(visit);
  };
  visit(product);
  return meshes;
}

const isMesh = (part: Object3D): part is Mesh => part instanceof Mesh;
