import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PALETTES } from '../../../scripts/seed/data/palettes.ts';
import { products } from '../../../scripts/seed/data/products.ts';
import type { SeedProduct } from '../../../scripts/seed/data/seed-product.ts';
import { describePicture } from './alt-text.ts';
import { bundleStudio } from './bundle.ts';
import { openStudio, type Studio } from './chromium.ts';
import { writeContactSheet } from './contact-sheet.ts';
import { encode } from './encode.ts';
import { createFingerprint, openPictureLibrary, type Manifest } from './picture-library.ts';
import { PICTURE_SIZE, VIEWS, type Subject, type View } from './subject.ts';

const FOLDER = fileURLToPath(new URL('../../../subgraphs/products/images', import.meta.url));

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', short: 'o' },
    view: { type: 'string', short: 'v', multiple: true },
    sheet: { type: 'string', short: 's' },
  },
});

const chosen = products.filter(({ slug }) => new RegExp(options.only ?? '').test(slug));
const views = VIEWS.filter((view) => options.view?.includes(view) ?? true);
const library = openPictureLibrary(FOLDER);
const bundle = await bundleStudio();

const due = chosen.flatMap((product) =>
  views
    .map((view) => ({ product, view, fingerprint: fingerprintOf(product, view) }))
    .filter(({ view, fingerprint }) => !library.isFresh(product.slug, view, fingerprint)),
);
console.log(`${due.length} of ${chosen.length * views.length} pictures are to be taken`);
if (due.length > 0) await takeAll();
if (options.only === undefined && options.view === undefined) library.finish(catalogue());
if (options.sheet !== undefined) await writeSheet(options.sheet);

function fingerprintOf(product: SeedProduct, view: View): string {
  return createFingerprint(bundle.sourcesOf(product.shape), [subjectOf(product), view]);
}

async function takeAll(): Promise<void> {
  const studio = await openStudio(bundle.script);
  try {
    for (const [index, { product, view, fingerprint }] of due.entries()) {
      await takeOne(studio, product, view, fingerprint, `${index + 1}/${due.length}`);
    }
  } finally {
    await studio.close();
  }
}

async function takeOne(studio: Studio, product: SeedProduct, view: View, fingerprint: string, count: string) {
  const began = performance.now();
  const encoded = await encode(await studio.take(subjectOf(product), view));
  library.put(product.slug, entryOf(product, view, encoded.placeholder), encoded, fingerprint);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${count} ${product.slug} ${view}: ${seconds} s, ${encoded.avif.length} B, WebP ${encoded.webp.length} B`,
  );
}

function entryOf(product: SeedProduct, view: View, placeholder: string) {
  return { view, width: PICTURE_SIZE, height: PICTURE_SIZE, placeholder, alt: describePicture(product, view) };
}

function catalogue(): Manifest {
  return Object.fromEntries(
    products.map((product) => [
      product.slug,
      VIEWS.flatMap((view) => {
        const placeholder = library.placeholderOf(product.slug, view);
        return placeholder === undefined ? [] : [entryOf(product, view, placeholder)];
      }),
    ]),
  );
}

async function writeSheet(path: string): Promise<void> {
  const pictures = chosen.flatMap(({ slug }) => views.map((view) => library.file(slug, view, 'avif')));
  await writeContactSheet(pictures, path);
}

function subjectOf({ slug, shape, material, palette }: SeedProduct): Subject {
  return { slug, shape, material, palette, colours: PALETTES[palette] };
}
