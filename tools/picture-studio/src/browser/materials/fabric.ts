import type { MeshPhysicalMaterial } from 'three';
import { createSurface, type SurfaceOptions } from './surface.ts';

type Colours = readonly [string, string, string];
type Unroll = NonNullable<SurfaceOptions['unroll']>;

const CLOTH = { roughness: 0.95, sheen: 0.35, sheenRoughness: 0.6 } as const;

/** Plain weave with slubs: threads of `thread` cm, a few of them thicker or paler. */
export function createLinen(colours: Colours, thread = 0.16, unroll: Unroll = 'box'): MeshPhysicalMaterial {
  const glsl = `
    vec2 q = t / k.x; vec2 w = weave(q); vec2 cell = floor(q);
    float warp = hash(vec3(cell.x, 3.0, 1.0)), weft = hash(vec3(cell.y, 7.0, 2.0));
    float slub = w.y > 0.5 ? noise(vec3(q.x * 0.12, cell.y * 1.7, 0.0)) * 0.7 + weft * 0.3
                           : noise(vec3(q.y * 0.12, cell.x * 1.7, 4.0)) * 0.7 + warp * 0.3;
    colour = mix(mix(shadow, body, 0.62), mix(body, light, 0.62), slub) * (0.66 + 0.38 * w.x);
    rough = 0.95; height = k.x * 0.22 * w.x;`;
  return createSurface({ glsl, colours, unroll, k: [thread, 0, 0, 14], physical: CLOTH });
}

/** Tight sailcloth: fine and even. */
export function createCotton(colours: Colours, thread = 0.11, unroll: Unroll = 'box'): MeshPhysicalMaterial {
  const glsl = `
    vec2 q = t / k.x; vec2 w = weave(q);
    colour = mix(body, light, 0.16 * noise(vec3(floor(q) * 0.7, 0.0))) * (0.78 + 0.24 * w.x);
    rough = 0.92; height = k.x * 0.18 * w.x;`;
  return createSurface({ glsl, colours, unroll, k: [thread, 0, 0, 14], physical: CLOTH });
}

/** Broad stripes of the body and the light colour across u of the geometry. */
export function createStripes(colours: Colours, width = 7, thread = 0.22): MeshPhysicalMaterial {
  const glsl = `
    vec2 q = t / k.x; vec2 w = weave(q); float stripe = smoothstep(-0.02, 0.02, sin(t.x * 3.14159 / k.y));
    colour = mix(body, light, stripe) * (0.76 + 0.26 * w.x); rough = 0.93; height = k.x * 0.16 * w.x;`;
  return createSurface({ glsl, colours, unroll: 'uv', k: [thread, width, 0, 1], physical: CLOTH });
}

/** Herringbone twill of two yarns, fulled until hairs stand up. */
export function createHerringbone(colours: Colours, size = 0.42): MeshPhysicalMaterial {
  const glsl = `
    vec2 q = t / k.x; float column = floor(q.x / 5.0), dir = mod(column, 2.0) * 2.0 - 1.0;
    float diagonal = fract((q.y + dir * q.x) * 0.5); float yarn = smoothstep(0.42, 0.5, diagonal) * smoothstep(1.0, 0.92, diagonal);
    float hair = cloud(vec3(t * 5.0, 1.0));
    colour = mix(body, mix(body, light, 0.9), yarn) * (0.8 + 0.36 * hair);
    rough = 1.0; height = 0.06 * sin(diagonal * 3.1416) + 0.05 * hair;`;
  return createSurface({ glsl, colours, unroll: 'uv', k: [size, 0, 0, 1], physical: { ...CLOTH, sheen: 0.7 } });
}

/** Soft wool, knitted: two leaning stitches in each cell. */
export function createKnit(colours: Colours, stitch = 0.62): MeshPhysicalMaterial {
  const glsl = `
    vec2 q = t / k.x; vec2 cell = vec2(floor(q.x), 0.0); vec2 f = vec2(fract(q.x) - 0.5, 0.0);
    float lean = fract(q.y * 1.35 + abs(f.x) * 1.25); float loop = sin(lean * 3.1416) * (1.0 - 1.6 * abs(abs(f.x) - 0.25));
    float hair = cloud(vec3(t * 7.0, 2.0));
    colour = mix(mix(shadow, body, 0.75), mix(body, light, 0.4), 0.65 * loop + 0.45 * hair); rough = 1.0;
    height = k.x * 0.2 * loop + 0.03 * hair;`;
  return createSurface({ glsl, colours, k: [stitch, 0, 0, 14], physical: { ...CLOTH, sheen: 0.6 } });
}

/** Pressed fibres without a direction. */
export function createFelt(colours: Colours): MeshPhysicalMaterial {
  const glsl = `
    float tuft = cloud(local * 2.2), fibre = noise(local * vec3(18.0, 9.0, 15.0));
    float pale = smoothstep(0.78, 0.9, noise(local * vec3(5.0, 14.0, 9.0) + 4.0));
    colour = mix(mix(shadow, body, 0.7), mix(body, light, 0.35), tuft * 0.7 + fibre * 0.35) + 0.1 * pale * light;
    rough = 1.0; height = 0.05 * tuft + 0.02 * fibre;`;
  return createSurface({ glsl, colours, physical: { ...CLOTH, sheen: 0.6 } });
}
