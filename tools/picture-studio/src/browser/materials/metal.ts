import type { MeshPhysicalMaterial } from 'three';
import { createSurface } from './surface.ts';

/** Brushed metal with faint patina; `sheen` 0 is satin and 1 polished. */
function createMetal(colour: string, sheen = 0.5): MeshPhysicalMaterial {
  const glsl = `
    float brushed = noise(vec3(at.xy * 1.5, at.z * 1.5) * vec3(22.0, 22.0, 1.0)), patina = cloud(at * 0.3);
    colour = body * (0.9 + 0.16 * patina); rough = mix(0.42, 0.16, k.x) + 0.1 * brushed + 0.07 * patina;`;
  return createSurface({
    glsl,
    colours: [colour, colour, colour],
    k: [sheen, 0, 0, 1],
    physical: { metalness: 1 },
  });
}

export const createBrass = (sheen = 0.55): MeshPhysicalMaterial => createMetal('#c3a163', sheen);
export const createSteel = (sheen = 0.5): MeshPhysicalMaterial => createMetal('#c3c6c8', sheen);

/** Powder coat or enamel over metal. */
export function createCoated(colour: string, gloss = 0.2): MeshPhysicalMaterial {
  const glsl = `colour = body; rough = mix(0.62, 0.3, k.x); height = (1.0 - k.x) * 0.0025 * noise(local * 26.0);`;
  return createSurface({
    glsl,
    colours: [colour, colour, colour],
    k: [gloss, 0, 0, 1],
    physical: { clearcoat: gloss, clearcoatRoughness: 0.12 },
  });
}

/** Anodised aluminium: between metal and paint. */
export function createAnodised(colour: string, highlight: string): MeshPhysicalMaterial {
  const glsl = `colour = mix(body, light, 0.28) * (0.97 + 0.06 * noise(local * 1.2)); height = 0.002 * noise(local * 30.0);`;
  return createSurface({
    glsl,
    colours: [colour, highlight, colour],
    physical: { metalness: 0.3, roughness: 0.4 },
  });
}
