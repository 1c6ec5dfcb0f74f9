import type { MeshPhysicalMaterial } from 'three';
import { createSurface } from './surface.ts';

type Colours = readonly [string, string, string];

/** Polished marble: bands of cloud, folded to veins. */
export function createMarble(colours: Colours): MeshPhysicalMaterial {
  const glsl = `
    vec3 q = local * 0.26 + part * 0.2; q += 1.5 * (vec3(cloud(q), cloud(q + 5.2), cloud(q + 9.7)) - 0.5);
    float broad = 1.0 - abs(2.0 * cloud(q * vec3(1.0, 0.6, 1.0)) - 1.0), fine = 1.0 - abs(2.0 * cloud(q * 2.6 + 3.0) - 1.0);
    float vein = pow(broad, 9.0) * 0.8 + pow(fine, 16.0) * 0.5;
    colour = mix(light, body, 0.55 * cloud(q * 0.7 + 1.0) + 0.15);
    colour = mix(colour, shadow * 0.8, clamp(vein, 0.0, 0.85)); rough = 0.3;`;
  return createSurface({ glsl, colours, physical: { clearcoat: 0.6, clearcoatRoughness: 0.15 } });
}

/** Fine cast concrete: clouds of moisture, sand, and bubbles that are holes. */
export function createConcrete(colours: Colours): MeshPhysicalMaterial {
  const glsl = `
    float damp = cloud(local * 0.24), sand = noise(local * 19.0);
    float hole = spots(local * 1.7, 0.3, 0.13) + spots(local * 3.4 + 4.0, 0.3, 0.17);
    colour = mix(body, light, 0.25 + 0.75 * damp) * (0.93 + 0.12 * sand);
    colour = mix(colour, shadow * 0.7, 0.8 * min(hole, 1.0));
    rough = 0.88; height = 0.006 * sand - 0.06 * hole + 0.02 * damp;`;
  return createSurface({ glsl, colours });
}

/** Pressed granules, pale and dark, with cracks between them. */
export function createCork(colours: Colours): MeshPhysicalMaterial {
  const glsl = `
    vec3 q = local * 2.4 + 0.35 * vec3(noise(local * 3.0), noise(local * 3.0 + 4.0), noise(local * 3.0 + 8.0));
    float tone = hash(floor(q)), tone2 = hash(floor(q * 1.9 + 3.3)), f = noise(local * 8.0);
    colour = mix(body, light, 0.5 * tone + 0.3 * f); colour = mix(colour, shadow, 0.5 * step(0.8, tone2) + 0.25 * step(0.86, tone));
    colour = mix(colour, shadow * 0.55, spots(local * 3.3, 0.22, 0.2));
    rough = 0.95; height = 0.02 * tone + 0.02 * f - 0.05 * spots(local * 3.3, 0.22, 0.2);`;
  return createSurface({ glsl, colours });
}
