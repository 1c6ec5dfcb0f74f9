import type { MeshPhysicalMaterial } from 'three';
import { createSurface } from './surface.ts';

type Colours = readonly [string, string, string];

/** Vegetable-tanned hide: pores, creases, and a wax sheen. */
export function createLeather(colours: Colours): MeshPhysicalMaterial {
  const glsl = `
    float cells = noise(local * 6.5) * 0.6 + noise(local * 13.0) * 0.4, tan = cloud(local * 0.3);
    colour = mix(body, light, 0.25 * smoothstep(0.3, 0.8, tan)); colour = mix(colour, shadow, 0.22 * smoothstep(0.5, 0.15, tan));
    colour *= 0.9 + 0.16 * cells; rough = 0.5 + 0.2 * cells; height = 0.025 * cells;`;
  return createSurface({ glsl, colours, physical: { clearcoat: 0.15, clearcoatRoughness: 0.45 } });
}

/** Board, bookcloth or paper: almost even, with fibres. */
export function createPaper(colour: string): MeshPhysicalMaterial {
  const glsl = 'colour = body * (0.95 + 0.08 * noise(local * 9.0)); rough = 0.9; height = 0.004 * noise(local * 20.0);';
  return createSurface({ glsl, colours: [colour, colour, colour] });
}

/** The edge of a block of pages: lines along x and z. */
export function createPages(): MeshPhysicalMaterial {
  const glsl = `
    float leaf = noise(vec3(local.y * 34.0, 0.5, local.x * 0.15 + local.z * 0.12));
    colour = body * (0.8 + 0.24 * leaf); rough = 0.95; height = 0.006 * leaf;`;
  return createSurface({ glsl, colours: ['#efe7d6', '#efe7d6', '#efe7d6'] });
}

/** A cane or reed along y. */
export function createReed(colours: Colours): MeshPhysicalMaterial {
  const glsl = `
    float line = noise(vec3(p.xy * 7.0, p.z * 0.35)), tone = cloud(p * 0.25 + part);
    colour = mix(body, light, 0.55 * tone + 0.3 * (line - 0.5)); colour = mix(colour, shadow, 0.35 * smoothstep(0.55, 0.85, noise(p * 0.8 + 4.0)));
    rough = 0.58; height = 0.01 * line;`;
  return createSurface({ glsl, colours, physical: { clearcoat: 0.15, clearcoatRoughness: 0.4 } });
}

/** Twisted paper cord, wound in rows along x or z of a seat. */
export function createCord(colours: Colours): MeshPhysicalMaterial {
  const glsl = `
    vec2 q = abs(at.x) * 0.92 > abs(at.y) ? local.zx : local.xz; float row = fract(q.x / 0.62), round = sin(row * 3.1416);
    float twist = 0.5 + 0.5 * sin(q.y * 9.0 + q.x * 7.0);
    colour = mix(body, light, 0.5 * twist) * (0.42 + 0.6 * round) * (0.94 + 0.1 * hash(vec3(floor(q.x / 0.62)))); rough = 0.85;
    height = 0.18 * round + 0.02 * twist;`;
  return createSurface({ glsl, colours, grain: 'y', physical: { roughness: 0.85 } });
}

/** Wax of a candle. */
export function createWax(colour = '#f4ecdd'): MeshPhysicalMaterial {
  const glsl = 'colour = body; rough = 0.5; glow = body * 0.05;';
  return createSurface({ glsl, colours: [colour, colour, colour], physical: { sheen: 0.4, sheenRoughness: 0.4 } });
}
