import type { Material, Shape } from '../../../scripts/seed/data/seed-product.ts';

/** What the studio has to know of a product: a picture depends on nothing else. */
export interface Subject {
  readonly slug: string;
  readonly shape: Shape;
  readonly material: Material;
  readonly palette: string;
  /** sRGB, as in palettes.ts. */
  readonly colours: readonly [body: string, light: string, shadow: string];
}

export const VIEWS = ['front', 'angle', 'detail'] as const;
export type View = (typeof VIEWS)[number];

/** Width and height of every picture, in pixels. */
export const PICTURE_SIZE = 640;

/** What the page in the browser offers: a picture as the data URI of a PNG. */
export type TakePicture = (subject: Subject, view: View) => string;
