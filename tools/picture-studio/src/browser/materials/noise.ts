/** GLSL that the surfaces share. `raised` follows Mikkelsen, "Bump Mapping Unparametrized Surfaces on the GPU". */
export const NOISE = `
float hash(vec3 p) {
  p = fract(p * 0.1031); p += dot(p, p.zyx + 31.32);
  return fract((p.x + p.y) * p.z);
}
float noise(vec3 p) {
  vec3 i = floor(p), f = fract(p); f = f * f * (3.0 - 2.0 * f);
  return mix(
    mix(mix(hash(i), hash(i + vec3(1, 0, 0)), f.x), mix(hash(i + vec3(0, 1, 0)), hash(i + vec3(1, 1, 0)), f.x), f.y),
    mix(mix(hash(i + vec3(0, 0, 1)), hash(i + vec3(1, 0, 1)), f.x),
        mix(hash(i + vec3(0, 1, 1)), hash(i + vec3(1, 1, 1)), f.x), f.y), f.z);
}
float cloud(vec3 p) {
  return noise(p) * 0.54 + noise(p * 2.03 + 7.1) * 0.29 + noise(p * 4.1 + 3.7) * 0.17;
}
// Round spots: 1 in the middle of a spot, 0 outside; share of cells that have one, and how far a spot reaches.
float spots(vec3 p, float share, float reach) {
  vec3 i = floor(p); float found = 0.0;
  for (int n = 0; n < 8; n++) {
    vec3 cell = i + vec3(n & 1, (n >> 1) & 1, n >> 2) - vec3(greaterThan(vec3(0.5), fract(p)));
    if (hash(cell + 21.7) < 1.0 - share) continue;
    vec3 middle = cell + 0.5 + 0.6 * (vec3(hash(cell), hash(cell + 5.5), hash(cell + 11.1)) - 0.5);
    float size = reach * (0.4 + 0.6 * hash(cell + 31.3));
    found = max(found, smoothstep(size, size * 0.6, distance(p, middle)));
  }
  return found;
}
// Threads over and under one another: height in x, which of the two systems is on top in y.
vec2 weave(vec2 t) {
  vec2 cell = floor(t), f = fract(t) - 0.5;
  float over = mod(cell.x + cell.y, 2.0);
  vec2 along = over > 0.5 ? f.xy : f.yx;
  return vec2(cos(along.x * 2.6) * (1.0 - 3.2 * along.y * along.y), over);
}
vec3 raised(vec3 surface, vec3 normal, float height, float facing) {
  vec3 sx = dFdx(surface), sy = dFdy(surface);
  vec3 r1 = cross(sy, normal), r2 = cross(normal, sx);
  float det = dot(sx, r1) * facing;
  return normalize(abs(det) * normal - sign(det) * (dFdx(height) * r1 + dFdy(height) * r2));
}`;
