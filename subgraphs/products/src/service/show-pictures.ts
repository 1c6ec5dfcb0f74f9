import type { Picture, PictureFormat } from '../domain/picture.ts';
import type { PictureFile, PictureStore, StoredPicture } from '../repository/picture-store.ts';

/** A picture with the addresses of its files. */
export interface ShownPicture extends Picture {
  readonly url: string;
  /** For clients that cannot show what `url` holds. */
  readonly fallbackUrl: string;
}

export interface ShowPictures {
  /** The pictures in a product's folder, the one to show first first; none for a product that has none. */
  ofProduct(folder: string): readonly ShownPicture[];
  /** One file by its place in an address; null when there is none. */
  file(slug: string, view: string, format: PictureFormat): PictureFile | null;
}

/** `baseUrl` is where clients find the pictures: a path on the shop's own origin, or an absolute URL. */
export function createShowPictures(dependencies: {
  readonly store: PictureStore;
  readonly baseUrl: string;
}): ShowPictures {
  const shown = new Map(
    [...dependencies.store].map(([slug, pictures]) => [
      slug,
      pictures.map((picture) => withAddresses(`${dependencies.baseUrl}/${slug}`, picture)),
    ]),
  );
  return {
    ofProduct: (folder) => shown.get(folder) ?? [],
    file: (slug, view, format) =>
      dependencies.store.get(slug)?.find((picture) => picture.view === view)?.files[format] ?? null,
  };
}

/** The version makes an address mean the same bytes for ever, so that browsers need never ask again. */
function withAddresses(folder: string, { files, ...picture }: StoredPicture): ShownPicture {
  const address = (format: PictureFormat, file: PictureFile) => `${folder}/${picture.view}.${format}?v=${file.version}`;
  const avif = files.avif && address('avif', files.avif);
  const webp = files.webp && address('webp', files.webp);
  return { ...picture, url: avif ?? webp ?? folder, fallbackUrl: webp ?? avif ?? folder };
}
