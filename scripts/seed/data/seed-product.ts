import type { Palette } from './palettes.ts';

/** What a product looks like; a picture is drawn from shape, material and palette. */
export type Shape =
  | 'table-lamp'
  | 'pendant-lamp'
  | 'floor-lamp'
  | 'chair'
  | 'stool'
  | 'vase'
  | 'candle-holder'
  | 'mug'
  | 'bowl'
  | 'carafe'
  | 'wall-clock'
  | 'table-clock'
  | 'speaker'
  | 'box'
  | 'basket'
  | 'shelf'
  | 'cushion'
  | 'throw'
  | 'notebook'
  | 'pen-pot';

export type Material =
  | 'oak'
  | 'walnut'
  | 'ash'
  | 'beech'
  | 'bamboo'
  | 'cork'
  | 'rattan'
  | 'stoneware'
  | 'porcelain'
  | 'terracotta'
  | 'glass'
  | 'brass'
  | 'steel'
  | 'aluminium'
  | 'concrete'
  | 'marble'
  | 'linen'
  | 'wool'
  | 'cotton'
  | 'felt'
  | 'paper'
  | 'leather';

export interface SeedProduct {
  readonly slug: string;
  readonly name: string;
  /** Slug of a category in categories.ts, always one without others inside. */
  readonly category: string;
  /** Slug of a brand in brands.ts. */
  readonly brand: string;
  /** In cents. */
  readonly priceMinor: number;
  /** Pieces to begin with. */
  readonly stock: number;
  readonly shape: Shape;
  readonly material: Material;
  readonly palette: Palette;
  readonly description: string;
}
