import {
  Color,
  DirectionalLight,
  Mesh,
  NeutralToneMapping,
  PCFShadowMap,
  Scene,
  type Texture,
  WebGLRenderer,
} from 'three';
import { PICTURE_SIZE, type TakePicture } from '../../subject.ts';
import { models } from '../models/models.ts';
import { backdropColour, createBackdrop } from './backdrop.ts';
import { createCamera } from './camera.ts';
import { expose } from './exposure.ts';
import { createLights } from './lights.ts';
import { createSurroundings } from './softboxes.ts';
import { createTurntable } from './turntable.ts';

/** One renderer for all pictures: its programs are compiled once. */
export function createStudio(): TakePicture {
  const renderer = new WebGLRenderer({ antialias: false, preserveDrawingBuffer: true });
  renderer.setSize(PICTURE_SIZE, PICTURE_SIZE);
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = PCFShadowMap;
  renderer.toneMapping = NeutralToneMapping;
  renderer.toneMappingExposure = 0.95;
  const surroundings = createSurroundings(renderer);
  return (subject, view) => {
    const model = models[subject.shape](subject);
    const pose = model.poses[view];
    const colour = backdropColour(subject.colours[1]);
    const scene = createScene(surroundings, colour);
    const turntable = createTurntable(model.object, pose.turn);
    scene.add(turntable.object, createBackdrop(model.setting ?? 'floor', colour, pose.turn));
    const lights = createLights(scene, colour, turntable.height, (model.setting ?? 'floor') !== 'floor');
    const picture = expose(renderer, scene, createCamera(turntable.object, pose), lights, turntable);
    clear(scene);
    return picture.toDataURL('image/png');
  };
}

function createScene(surroundings: Texture, colour: string): Scene {
  const scene = new Scene();
  scene.background = new Color(colour);
  scene.environment = surroundings;
  return scene;
}

/** Materials stay, and with them the compiled programs that the next pictures need too. */
function clear(scene: Scene): void {
  scene.traverse((part) => {
    if (part instanceof Mesh) (part as Mesh).geometry.dispose();
    if (part instanceof DirectionalLight) part.dispose();
  });
}
