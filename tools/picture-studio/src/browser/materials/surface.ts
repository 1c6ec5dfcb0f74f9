import { Color, Matrix4, MeshPhysicalMaterial, type MeshPhysicalMaterialParameters } from 'three';
import { NOISE } from './noise.ts';

/** Along which axis of a part its grain runs. */
export type Axis = 'x' | 'y' | 'z';

export interface SurfaceOptions {
  /**
   * GLSL that sets any of `colour`, `rough`, `height` (cm) and `glow` of a point.
   * Known to it: `p`, the point in cm, its grain along z and shifted for each part; `t`, the point on an unrolled
   * surface in cm; `at`, the point without the shift; `body`, `light`, `shadow`, the colours; `k`, four numbers.
   */
  readonly glsl: string;
  readonly colours: readonly [body: string, light: string, shadow: string];
  readonly grain?: Axis;
  /** How the surface is unrolled into t: on the sides of a box, around the y axis, or by the geometry's own uv. */
  readonly unroll?: 'box' | 'cylinder' | 'uv';
  readonly k?: readonly [number, number, number, number];
  readonly physical?: MeshPhysicalMaterialParameters;
}

/** Shared by all surfaces of a scene, set when a product is put on the turntable. */
export const placement = { fromScene: { value: new Matrix4() }, scale: { value: 1 } };

const GRAIN: Readonly<Record<Axis, string>> = { x: 'local.yzx', y: 'local.zxy', z: 'local.xyz' };

const UNROLL = {
  box: `vec3 side = abs(localNormal);
    vec2 t = side.z >= side.x && side.z >= side.y ? local.xy : side.x > side.y ? local.zy : local.xz;`,
  cylinder: 'vec2 t = vec2(atan(local.z, local.x) * k.w, local.y);',
  uv: 'vec2 t = flatUv;',
} as const;

const VERTEX_HEAD = `uniform mat4 fromScene;
varying vec3 local; varying vec3 localNormal; varying vec3 part; varying vec2 flatUv;`;
const VERTEX = `#include <begin_vertex>
  local = position; localNormal = normal; part = (fromScene * modelMatrix)[3].xyz; flatUv = uv;`;

/**
 * A material that is computed in the three dimensions of each part, as if it were cut from the solid: it needs no
 * unwrapped geometry, and what is drawn in centimetres keeps its size on every product.
 */
export function createSurface(options: SurfaceOptions): MeshPhysicalMaterial {
  const { glsl, colours, grain = 'y', unroll = 'box', k = [0, 0, 0, 1], physical = {} } = options;
  const material = new MeshPhysicalMaterial({ roughness: 0.6, ...physical });
  const [body, light, shadow] = colours.map((colour) => ({ value: new Color(colour) }));
  const source = fragment(glsl, GRAIN[grain], UNROLL[unroll]);
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, { ...placement, body, light, shadow, k: { value: k } });
    shader.vertexShader = `${VERTEX_HEAD}\n${shader.vertexShader}`.replace('#include <begin_vertex>', VERTEX);
    shader.fragmentShader = source(shader.fragmentShader);
  };
  material.customProgramCacheKey = () => `${glsl}|${grain}|${unroll}`;
  return material;
}

function fragment(glsl: string, grain: string, unroll: string): (original: string) => string {
  const head = `uniform vec3 body; uniform vec3 light; uniform vec3 shadow; uniform vec4 k; uniform float scale;
varying vec3 local; varying vec3 localNormal; varying vec3 part; varying vec2 flatUv;
${NOISE}`;
  const compute = `#include <color_fragment>
  vec3 colour = body; vec3 glow = vec3(0.0); float rough = roughness; float height = 0.0;
  {
    vec3 at = ${grain};
    vec3 p = at + part.yzx * 0.37 + part.zxy * 0.61;
    ${unroll}
    ${glsl}
  }
  diffuseColor.rgb = colour; totalEmissiveRadiance += glow;`;
  return (original) =>
    `${head}\n${original}`
      .replace('#include <color_fragment>', compute)
      .replace('#include <roughnessmap_fragment>', 'float roughnessFactor = rough;')
      .replace(
        '#include <normal_fragment_maps>',
        '#include <normal_fragment_maps>\n  normal = raised(-vViewPosition, normal, height * scale, faceDirection);',
      );
}
