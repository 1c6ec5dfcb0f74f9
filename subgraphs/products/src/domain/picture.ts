/** A picture of a product; its files are named after the view. */
export interface Picture {
  /** What it shows, such as `front`. */
  readonly view: string;
  readonly alt: string;
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** A tiny, blurred version: a `data:` URI. */
  readonly placeholder: string;
}

/** Best first. */
export const PICTURE_FORMATS = ['avif', 'webp'] as const;

export type PictureFormat = (typeof PICTURE_FORMATS)[number];
