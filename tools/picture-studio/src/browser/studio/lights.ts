import { DirectionalLight, HemisphereLight, type Scene, ShaderChunk } from 'three';
import { spreadPoint } from '../random.ts';

export interface Lights {
  /** Moves the lights to where they are in one of `count` exposures. */
  readonly set: (exposure: number, count: number) => void;
}

/** Half of the box, around the middle of the product, in which shadows are cast; a product is two units large. */
const REACH = 2.6;

// The sky below lights diffusely, and casts shadows; the surroundings are there for reflections.
ShaderChunk.lights_fragment_maps = ShaderChunk.lights_fragment_maps.replace(
  'iblIrradiance += getIBLIrradiance( geometryNormal );',
  'iblIrradiance += 0.16 * getIBLIrradiance( geometryNormal );',
);

/**
 * A large softbox to the upper right and the whole sky, each as one light that stands elsewhere in every exposure:
 * their average has soft shadows, and corners that the sky does not reach are dark.
 *
 * @param frontal from the front rather than from above, for what hangs on a wall or from the ceiling
 */
export function createLights(scene: Scene, bounce: string, height: number, frontal: boolean): Lights {
  const key = createShadowed('#fff4e8', 1.7, 1536, 2);
  const sky = createShadowed('#f3f6ff', 2.35, 768, 6);
  const fill = new HemisphereLight('#ffffff', bounce, 0.46);
  for (const light of [key, sky]) {
    light.target.position.y = height / 2;
    scene.add(light, light.target);
  }
  const front = new DirectionalLight('#ffffff', 0.5);
  front.position.set(-3, 2, 7);
  scene.add(fill, front);
  return {
    set: (exposure, count) => {
      const [u, v] = spreadPoint(exposure);
      key.position.set(
        4.2 + (u - 0.5) * 3.2,
        (frontal ? 4.6 : 6.4) + (v - 0.5) * 1.6,
        (frontal ? 7.4 : 4.6) + (u + v - 1) * 1.8,
      );
      // Evenly over the hemisphere, but for what lies below 12 degrees.
      const up = 0.2 + 0.8 * ((exposure + 0.5) / count);
      const around = exposure * 2.399963;
      const out = Math.sqrt(1 - up * up);
      sky.position.set(Math.cos(around) * out * 9, up * 9 + height / 2, Math.sin(around) * out * 9);
      // What hangs on a wall is lit by the room in front of it.
      if (frontal) sky.position.set(sky.position.x, sky.position.z * 0.8 + 3 + height / 2, sky.position.y);
    },
  };
}

function createShadowed(colour: string, intensity: number, map: number, radius: number): DirectionalLight {
  const light = new DirectionalLight(colour, intensity);
  light.castShadow = true;
  light.shadow.mapSize.set(map, map);
  light.shadow.radius = radius;
  light.shadow.bias = -0.0008;
  light.shadow.normalBias = 0.018;
  Object.assign(light.shadow.camera, { left: -REACH, right: REACH, top: REACH, bottom: -REACH, near: 0.5, far: 18 });
  return light;
}
