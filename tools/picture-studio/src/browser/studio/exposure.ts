import type { PerspectiveCamera, Scene, WebGLRenderer } from 'three';
import { createRandom, spreadPoint } from '../random.ts';
import type { Lights } from './lights.ts';
import type { Turntable } from './turntable.ts';

/** How many exposures make a picture. */
const COUNT = 12;
/** One of so many exposures sees the shadow of glass. */
const GLASS_SHADOW = 4;

/**
 * Averages exposures between which lights move, and the camera by less than a pixel: soft shadows and smooth edges at
 * once.
 */
export function expose(
  renderer: WebGLRenderer,
  scene: Scene,
  camera: PerspectiveCamera,
  lights: Lights,
  turntable: Turntable,
): HTMLCanvasElement {
  const { width, height } = renderer.domElement;
  const sum = new Float32Array(width * height * 4);
  const pixels = new Uint8Array(width * height * 4);
  const context = renderer.getContext();
  for (let exposure = 0; exposure < COUNT; exposure++) {
    lights.set(exposure, COUNT);
    for (const glass of turntable.translucent) glass.castShadow = exposure % GLASS_SHADOW === 0;
    const [x, y] = spreadPoint(exposure);
    camera.setViewOffset(width, height, x - 0.5, y - 0.5, width, height);
    renderer.render(scene, camera);
    context.readPixels(0, 0, width, height, context.RGBA, context.UNSIGNED_BYTE, pixels);
    for (let index = 0; index < sum.length; index++) sum[index] = (sum[index] ?? 0) + (pixels[index] ?? 0);
  }
  return develop(sum, width, height);
}

/** WebGL's rows run upwards. A last bit of noise keeps gradients from showing bands. */
function develop(sum: Float32Array, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser has no 2D canvas');
  const image = context.createImageData(width, height);
  const random = createRandom('noise');
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [from, to] = [((height - 1 - y) * width + x) * 4, (y * width + x) * 4];
      const noise = random() + random() - 1;
      for (let channel = 0; channel < 3; channel++)
        image.data[to + channel] = (sum[from + channel] ?? 0) / COUNT + noise;
      image.data[to + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
