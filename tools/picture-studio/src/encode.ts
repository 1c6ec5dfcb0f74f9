import sharp from 'sharp';

/** No AVIF may be larger, in bytes. */
const AVIF_LIMIT = 8 * 1024;

export interface Encoded {
  readonly avif: Buffer;
  readonly webp: Buffer;
  /** Data URI of a blurred picture of 16 pixels. */
  readonly placeholder: string;
}

/** The best AVIF within its limit, a WebP for browsers without AVIF, and what is shown until either is there. */
export async function encode(png: Buffer): Promise<Encoded> {
  const webp = await sharp(png).webp({ quality: 76, effort: 6 }).toBuffer();
  const small = await sharp(png).resize(16).blur(0.8).webp({ quality: 40, effort: 6 }).toBuffer();
  return { avif: await encodeAvif(png), webp, placeholder: `data:image/webp;base64,${small.toString('base64')}` };
}

/** A weave costs more bytes than a glaze: where no quality is enough, its finest grain is softened. */
const SOFTNESS = [0, 0.5, 0.8, 1.2];

async function encodeAvif(png: Buffer): Promise<Buffer> {
  for (const sigma of SOFTNESS) {
    const picture = sigma === 0 ? png : await sharp(png).blur(sigma).toBuffer();
    for (let quality = 60; quality >= 20; quality -= 8) {
      const avif = await sharp(picture).avif({ quality, effort: 4 }).toBuffer();
      if (avif.length <= AVIF_LIMIT) return avif;
    }
  }
  throw new Error(`a picture stays above ${AVIF_LIMIT} bytes at every quality: its surface is too busy`);
}
