import type { Material, SeedProduct } from '../../../scripts/seed/data/seed-product.ts';
import type { Palette } from '../../../scripts/seed/data/palettes.ts';
import type { View } from './subject.ts';

const SEEN: Readonly<Record<View, string>> = {
  front: 'seen from the front',
  angle: 'seen from another side',
  detail: 'a close look',
};

const MATERIALS: Partial<Record<Material, string>> = {
  linen: 'woven linen',
  paper: 'paper and board',
  steel: 'coated steel',
};

const COLOURS: Readonly<Record<Palette, string>> = {
  chalk: 'chalk white',
  oat: 'pale oat',
  sand: 'warm sand',
  honey: 'honey gold',
  walnut: 'dark walnut brown',
  terracotta: 'terracotta red',
  rust: 'rust red',
  blush: 'blush pink',
  mustard: 'mustard yellow',
  sage: 'sage green',
  moss: 'moss green',
  fir: 'fir green',
  mist: 'misty blue grey',
  harbour: 'harbour blue',
  ink: 'ink blue',
  plum: 'plum purple',
  graphite: 'graphite grey',
  soot: 'soot black',
  brass: 'brass gold',
  silver: 'silver grey',
  smoke: 'smoky grey',
};

/** What someone hears who does not see the picture: which product, from where, of what, and its colour. */
export function describePicture({ name, material, palette }: SeedProduct, view: View): string {
  return `${name}, ${SEEN[view]}: ${MATERIALS[material] ?? material} in ${COLOURS[palette]}.`;
}
