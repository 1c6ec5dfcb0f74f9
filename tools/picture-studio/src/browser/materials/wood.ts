import type { MeshPhysicalMaterial } from 'three';
import { createSurface, type Axis } from './surface.ts';

/** Distance of rings in cm, how much they waver, how dark late wood is, how strong pores show. */
const CHARACTER = {
  oak: [0.75, 0.5, 0.5, 0.85],
  walnut: [1, 0.8, 0.6, 0.5],
  ash: [0.9, 0.6, 0.5, 0.45],
  beech: [0.5, 0.3, 0.22, 0.3],
  maple: [0.6, 0.3, 0.18, 0.1],
} as const;

export type Timber = keyof typeof CHARACTER;

/**
 * Solid timber: rings around a heart that lies outside of the piece, darker late wood, fibres and pores along the
 * grain.
 */
export function createWood(
  timber: Timber,
  colours: readonly [string, string, string],
  grain: Axis,
): MeshPhysicalMaterial {
  const glsl = `
    float waver = cloud(vec3(p.xy * 0.16, p.z * 0.022)) * 7.0 * k.y + noise(vec3(p.xy * 0.7, p.z * 0.07)) * 0.5 * k.y;
    float ring = (length(p.xy * vec2(1.0, 0.55) + vec2(7.0, 4.0)) + waver) / k.x;
    float year = fract(ring), amount = 0.55 + 0.45 * hash(vec3(floor(ring)));
    float late = smoothstep(0.1, 0.86, year) * (1.0 - smoothstep(0.88, 1.0, year)) * amount;
    float fibre = noise(vec3(p.xy * 9.0, p.z * 0.3)) * 0.6 + noise(vec3(p.xy * 26.0, p.z * 0.7)) * 0.4;
    float pore = smoothstep(0.72, 0.86, noise(vec3(p.xy * 17.0, p.z * 0.55))) * (1.0 - late * 0.5);
    float figure = cloud(p * vec3(0.35, 0.35, 0.06));
    colour = mix(body, light, 0.18 + 0.34 * figure + 0.16 * (fibre - 0.5));
    colour = mix(colour, shadow, late * k.z * 0.75);
    colour = mix(colour, shadow * 0.75, pore * k.w * 0.42);
    colour *= 0.93 + 0.14 * fibre;
    rough = 0.5 - 0.08 * late + 0.1 * pore; height = (-0.006 * pore * k.w) + 0.003 * fibre;`;
  return createSurface({
    glsl,
    colours,
    grain,
    k: CHARACTER[timber],
    physical: { clearcoat: 0.12, clearcoatRoughness: 0.4 },
  });
}
