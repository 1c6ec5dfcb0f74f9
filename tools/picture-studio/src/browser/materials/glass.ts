import {
  AddEquation,
  type BufferGeometry,
  Color,
  CustomBlending,
  DoubleSide,
  DstColorFactor,
  Group,
  Mesh,
  MeshPhysicalMaterial,
  OneFactor,
  ShaderMaterial,
  ZeroFactor,
} from 'three';

/** Marks what lets light through: it casts a shadow in some of the exposures only. */
export const TRANSLUCENT = 'translucent';

/**
 * Glass without refraction, which costs half a minute a picture in software: each wall multiplies what is behind it by
 * its colour, more where it is seen edge on, and adds its reflections. Both commute, so that no order has to be kept.
 *
 * @param depth how much colour a wall has when it is seen face on; 1 is the tint itself
 */
export function createGlass(geometry: BufferGeometry, tint: string, depth = 0.5): Group {
  const group = new Group();
  const wall = new Mesh(geometry, createAbsorption(tint, depth));
  wall.userData[TRANSLUCENT] = true;
  wall.renderOrder = 1;
  const shine = new Mesh(geometry, createShine());
  shine.renderOrder = 2;
  for (const mesh of [wall, shine]) mesh.castShadow = false;
  group.add(wall, shine);
  return group;
}

function createAbsorption(tint: string, depth: number): ShaderMaterial {
  return new ShaderMaterial({
    uniforms: { tint: { value: new Color(tint).convertLinearToSRGB() }, depth: { value: depth } },
    vertexShader: `varying vec3 seenNormal; varying vec3 seen;
      void main() {
        vec4 view = modelViewMatrix * vec4(position, 1.0);
        seen = -view.xyz; seenNormal = normalMatrix * normal; gl_Position = projectionMatrix * view;
      }`,
    fragmentShader: `uniform vec3 tint; uniform float depth; varying vec3 seenNormal; varying vec3 seen;
      void main() {
        float facing = abs(dot(normalize(seen), normalize(seenNormal)));
        vec3 passed = pow(tint, vec3(depth / max(facing, 0.22))) * (1.0 - 0.45 * pow(1.0 - facing, 3.0));
        gl_FragColor = vec4(passed, 1.0);
      }`,
    side: DoubleSide,
    depthWrite: false,
    transparent: true,
    toneMapped: false,
    blending: CustomBlending,
    blendEquation: AddEquation,
    blendSrc: DstColorFactor,
    blendDst: ZeroFactor,
  });
}

function createShine(): MeshPhysicalMaterial {
  return new MeshPhysicalMaterial({
    color: '#000000',
    roughness: 0.06,
    ior: 1.5,
    depthWrite: false,
    transparent: true,
    blending: CustomBlending,
    blendEquation: AddEquation,
    blendSrc: OneFactor,
    blendDst: OneFactor,
  });
}
