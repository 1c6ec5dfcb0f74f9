import { DoubleSide, MeshBasicMaterial, type MeshPhysicalMaterial } from 'three';
import { createSurface } from './surface.ts';

export const WARM = '#ffcf92';

/** A linen shade, lit from a bulb at the height `bulb` (cm, from the shade's own origin): brightest around it. */
export function createLitShade(cloth: string, bulb: number, reach: number): MeshPhysicalMaterial {
  const glsl = `
    vec2 w = weave(t / 0.2); float slub = noise(vec3(t.x * 0.8, floor(t.y / 0.2) * 1.7, 0.0));
    float near = exp(-pow((local.y - k.x) / k.y, 2.0));
    colour = body * (0.82 + 0.12 * w.x + 0.12 * slub); rough = 0.95; height = 0.03 * w.x;
    glow = body * light * (0.2 + 0.62 * near) * (0.84 + 0.12 * w.x + 0.16 * slub);`;
  return createSurface({
    glsl,
    colours: [cloth, WARM, cloth],
    unroll: 'cylinder',
    k: [bulb, reach, 0, 14],
    physical: { side: DoubleSide },
  });
}

/** Opal glass or paper that glows as a whole, more below the height `bulb`. */
export function createLitOpal(colour: string, bulb: number, reach: number, gloss = 1): MeshPhysicalMaterial {
  const glsl = `
    float near = exp(-pow((local.y - k.x) / k.y, 2.0));
    colour = body; rough = 0.5; glow = body * light * (0.12 + 0.46 * near);`;
  return createSurface({
    glsl,
    colours: [colour, '#ffe6c4', colour],
    k: [bulb, reach, 0, 1],
    physical: { side: DoubleSide, clearcoat: gloss, clearcoatRoughness: 0.08 },
  });
}

/** Something that shines by itself. */
export const createBulb = (colour = '#fff0d6'): MeshBasicMaterial => new MeshBasicMaterial({ color: colour });
