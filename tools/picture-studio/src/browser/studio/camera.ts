import { Box3, type Object3D, PerspectiveCamera, Vector3 } from 'three';
import { framedMeshes } from './turntable.ts';
import type { Pose } from '../model.ts';

const FIELD_OF_VIEW = 22;
/** Share of the picture that a product may take. */
const FILL = 0.74;

/** A camera that looks at the product from the pose's height, moved until the product fills the picture. */
export function createCamera(product: Object3D, pose: Pose): PerspectiveCamera {
  const points = framedPoints(product);
  const box = new Box3().setFromPoints(points);
  const camera = new PerspectiveCamera(FIELD_OF_VIEW / (pose.zoom ?? 1), 1, 0.1, 100);
  const up = (pose.elevation * Math.PI) / 180;
  const from = new Vector3(0, Math.sin(up), Math.cos(up));
  const target = box.getCenter(new Vector3());
  let distance = 8;
  for (let round = 0; round < 6; round++) {
    camera.fov = FIELD_OF_VIEW;
    aim(camera, target, from, distance);
    const seen = new Box3().setFromPoints(points.map((point) => point.clone().project(camera)));
    const size = seen.getSize(new Vector3());
    const middle = seen.getCenter(new Vector3());
    const half = distance * Math.tan((FIELD_OF_VIEW * Math.PI) / 360);
    target.addScaledVector(new Vector3().setFromMatrixColumn(camera.matrixWorld, 0), middle.x * half);
    target.addScaledVector(new Vector3().setFromMatrixColumn(camera.matrixWorld, 1), middle.y * half);
    distance *= Math.max(size.x, size.y) / 2 / FILL;
  }
  if (pose.focus !== undefined) {
    const [x, y, z] = pose.focus;
    target.copy(box.min).add(box.getSize(new Vector3()).multiply(new Vector3(x, y, z)));
  }
  camera.fov = (Math.atan(Math.tan((FIELD_OF_VIEW * Math.PI) / 360) / (pose.zoom ?? 1)) * 360) / Math.PI;
  aim(camera, target, from, distance);
  return camera;
}

function aim(camera: PerspectiveCamera, target: Vector3, from: Vector3, distance: number): void {
  camera.position.copy(target).addScaledVector(from, distance);
  camera.lookAt(target);
  camera.updateProjectionMatrix();
  camera.updateMatrixWorld(true);
}

function framedPoints(product: Object3D): Vector3[] {
  const points: Vector3[] = [];
  for (const mesh of framedMeshes(product)) {
    const position = mesh.geometry.getAttribute('position');
    // A stride that shares no factor with the rows of a geometry, so that the sample is of all of it.
    const step = position.count > 2000 ? 7 : 1;
    for (let index = 0; index < position.count; index += step) {
      points.push(new Vector3().fromBufferAttribute(position, index).applyMatrix4(mesh.matrixWorld));
    }
  }
  return points;
}
