import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isSlug } from '../domain/naming.ts';
import { PICTURE_FORMATS, type Picture, type PictureFormat } from '../domain/picture.ts';

/** The bytes of a picture in one format. */
export interface PictureFile {
  readonly bytes: Buffer;
  /** Another one whenever the bytes are others. */
  readonly version: string;
}

export interface StoredPicture extends Picture {
  readonly files: Readonly<Partial<Record<PictureFormat, PictureFile>>>;
}

/** The pictures of each product by its slug, the one to show first first. */
export type PictureStore = ReadonlyMap<string, readonly StoredPicture[]>;

const manifestSchema = z.record(
  z.string().refine(isSlug),
  z.array(
    z.object({
      // Becomes part of a path: nothing but words.
      view: z.string().refine(isSlug),
      width: z.number().int().positive(),
      height: z.number().int().positive(),
      placeholder: z.string().startsWith('data:image/'),
      alt: z.string().min(1),
    }),
  ),
);

const VERSION_LENGTH = 16;

/**
 * Reads `manifest.json` and every file that it names into memory: a few kilobytes each, served for as long as the
 * process lives. No manifest means no pictures, and a picture without files is left out. Throws when the manifest is
 * not one.
 */
export async function readPictureStore(folder: string): Promise<PictureStore> {
  const manifest = await readIfThere(join(folder, 'manifest.json'));
  if (manifest === null) return new Map();
  const described = manifestSchema.parse(JSON.parse(manifest.toString('utf8')));
  const entries = Object.entries(described).map(async ([slug, pictures]) => {
    const stored = await Promise.all(pictures.map((picture) => withFiles(join(folder, slug), picture)));
    return [slug, stored.filter(({ files }) => Object.keys(files).length > 0)] as const;
  });
  return new Map(await Promise.all(entries));
}

async function withFiles(folder: string, picture: Picture): Promise<StoredPicture> {
  const found = await Promise.all(
    PICTURE_FORMATS.map(async (format) => {
      const bytes = await readIfThere(join(folder, `${picture.view}.${format}`));
      return bytes === null ? [] : [[format, { bytes, version: versionOf(bytes) }] as const];
    }),
  );
  return { ...picture, files: Object.fromEntries(found.flat()) };
}

function versionOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, VERSION_LENGTH);
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw thrown;
  }
}
