import {
  BackSide,
  Color,
  Mesh,
  MeshBasicMaterial,
  PlaneGeometry,
  PMREMGenerator,
  Scene,
  SphereGeometry,
  type Texture,
  type WebGLRenderer,
} from 'three';

/** Direction, size and brightness of the panels that shiny things reflect. */
const PANELS = [
  { at: [0, 9, 2], size: [9, 7], bright: 7 },
  { at: [8, 5, 5], size: [5, 9], bright: 9 },
  { at: [-9, 4, 3], size: [2.4, 9], bright: 6 },
  { at: [-3, 5, -9], size: [6, 4], bright: 3 },
] as const;

/** What shiny things see around them: a room in a soft grey with lit panels. */
export function createSurroundings(renderer: WebGLRenderer): Texture {
  const room = new Scene();
  const shell = new Mesh(new SphereGeometry(20, 32, 24), new MeshBasicMaterial({ color: '#ffffff', side: BackSide }));
  shell.material.onBeforeCompile = (shader) => {
    shader.vertexShader = shader.vertexShader.replace(
      'void main() {',
      'varying float up;\nvoid main() { up = normalize(position).y;',
    );
    shader.fragmentShader = shader.fragmentShader
      .replace('void main() {', 'varying float up;\nvoid main() {')
      .replace(
        '#include <color_fragment>',
        'diffuseColor.rgb = mix(vec3(0.34, 0.32, 0.3), vec3(0.62, 0.64, 0.67), smoothstep(-0.35, 0.5, up));',
      );
  };
  room.add(shell);
  for (const { at, size, bright } of PANELS) {
    const panel = new Mesh(
      new PlaneGeometry(size[0], size[1]),
      new MeshBasicMaterial({ color: new Color(bright, bright, bright * 0.97) }),
    );
    panel.position.set(at[0], at[1], at[2]);
    panel.lookAt(0, 0, 0);
    room.add(panel);
  }
  const generator = new PMREMGenerator(renderer);
  return generator.fromScene(room, 0.012).texture;
}
