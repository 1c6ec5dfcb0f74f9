import type { MeshPhysicalMaterial } from 'three';
import { createSurface } from './surface.ts';

type Colours = readonly [string, string, string];

/** A glaze that pools dark at the foot (y = 0) and breaks to brown over ridges, with specks of iron from the clay. */
export function createStoneware(colours: Colours, specks = 0.16): MeshPhysicalMaterial {
  const glsl = `
    float drift = cloud(local * 0.22);
    colour = mix(body, light, 0.5 * smoothstep(0.35, 0.75, drift));
    colour = mix(colour, shadow, 0.55 * smoothstep(2.2, 0.0, local.y - drift * 1.4));
    colour = mix(colour, shadow, 0.18 * smoothstep(0.52, 0.3, cloud(local * vec3(0.6, 0.2, 0.6) + 9.0)));
    float speck = spots(local * 2.6, k.x, 0.2) + 0.6 * spots(local * 5.5 + 3.0, k.x, 0.25);
    colour = mix(colour, vec3(0.13, 0.075, 0.04), 0.65 * min(speck, 1.0));
    rough = 0.44 + 0.2 * drift; height = 0.018 * cloud(local * vec3(0.5, 2.2, 0.5));`;
  return createSurface({
    glsl,
    colours,
    k: [specks, 0, 0, 1],
    physical: { clearcoat: 0.55, clearcoatRoughness: 0.22 },
  });
}

/** Thin and even, with a cool depth under the glaze. */
export function createPorcelain(colour = '#f3f0ea', gloss = 0.9): MeshPhysicalMaterial {
  const glsl = 'colour = body * (0.985 + 0.03 * cloud(local * 0.3));';
  return createSurface({
    glsl,
    colours: [colour, colour, colour],
    physical: { roughness: 0.38, clearcoat: gloss, clearcoatRoughness: 0.12 },
  });
}

/** Raw clay: chalky, fingered on the wheel, with pale bloom. */
export function createTerracotta(colours: Colours): MeshPhysicalMaterial {
  const glsl = `
    float bloom = cloud(local * 0.28), grit = noise(local * 16.0);
    colour = mix(body, light, 0.6 * smoothstep(0.45, 0.8, bloom));
    colour = mix(colour, shadow, 0.35 * smoothstep(0.5, 0.2, cloud(local * vec3(0.15, 1.1, 0.15))));
    colour *= 0.92 + 0.14 * grit; colour = mix(colour, shadow, 0.4 * spots(local * 4.0, 0.2, 0.22));
    rough = 0.94; height = 0.012 * grit + 0.05 * cloud(local * vec3(0.12, 1.5, 0.12));`;
  return createSurface({ glsl, colours });
}
