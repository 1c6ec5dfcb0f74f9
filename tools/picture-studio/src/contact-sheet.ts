import sharp from 'sharp';

const COLUMNS = 6;
const TILE = 320;

/** Many pictures on one, to be looked at together. */
export async function writeContactSheet(pictures: readonly string[], path: string, columns = COLUMNS): Promise<void> {
  const tiles = await Promise.all(
    pictures.map(async (picture, index) => ({
      input: await sharp(picture).resize(TILE).png().toBuffer(),
      left: (index % columns) * TILE,
      top: Math.floor(index / columns) * TILE,
    })),
  );
  const [width, height] = [Math.min(columns, tiles.length) * TILE, Math.ceil(tiles.length / columns) * TILE];
  await sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
    .composite(tiles)
    .png()
    .toFile(path);
}
