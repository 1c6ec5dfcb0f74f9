import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Encoded } from './encode.ts';
import type { View } from './subject.ts';

/** What the products service knows of a picture; its files are `<slug>/<view>.avif` and `.webp`. */
export interface ManifestEntry {
  readonly view: View;
  readonly width: number;
  readonly height: number;
  readonly placeholder: string;
  readonly alt: string;
}

export type Manifest = Readonly<Record<string, readonly ManifestEntry[]>>;

/** The committed pictures, and from what each was drawn. */
export function openPictureLibrary(folder: string) {
  const [manifestFile, fingerprintFile] = [join(folder, 'manifest.json'), join(folder, 'fingerprints.json')];
  const fingerprints = read<Record<string, string>>(fingerprintFile);
  const manifest = read<Record<string, ManifestEntry[]>>(manifestFile);
  const file = (slug: string, view: View, type: 'avif' | 'webp'): string => join(folder, slug, `${view}.${type}`);
  return {
    file,
    placeholderOf: (slug: string, view: View) => manifest[slug]?.find((entry) => entry.view === view)?.placeholder,
    isFresh: (slug: string, view: View, fingerprint: string) =>
      fingerprints[`${slug}/${view}`] === fingerprint &&
      existsSync(file(slug, view, 'avif')) &&
      existsSync(file(slug, view, 'webp')),
    /** Written at once, so that a run that is broken off goes on where it was. */
    put: (slug: string, entry: ManifestEntry, { avif, webp }: Encoded, fingerprint: string) => {
      mkdirSync(join(folder, slug), { recursive: true });
      writeFileSync(file(slug, entry.view, 'avif'), avif);
      writeFileSync(file(slug, entry.view, 'webp'), webp);
      fingerprints[`${slug}/${entry.view}`] = fingerprint;
      manifest[slug] = [...(manifest[slug] ?? []).filter(({ view }) => view !== entry.view), entry];
      write(fingerprintFile, sorted(fingerprints));
      write(manifestFile, manifest);
    },
    /** Ends with a manifest in the order of the catalogue, and without what is sold no more. */
    finish: (wanted: Manifest) => {
      const kept = Object.keys(fingerprints).filter((name) => {
        const [slug = '', view] = name.split('/');
        return wanted[slug]?.some((entry) => entry.view === view);
      });
      write(manifestFile, wanted);
      write(fingerprintFile, sorted(Object.fromEntries(kept.map((name) => [name, fingerprints[name] ?? '']))));
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.isDirectory() && wanted[entry.name] === undefined)
          rmSync(join(folder, entry.name), { recursive: true });
      }
    },
  };
}

/** Of everything that a picture depends on. */
export function createFingerprint(files: readonly string[], facts: unknown): string {
  const hash = createHash('sha256').update(JSON.stringify(facts));
  for (const path of files) hash.update(readFileSync(path));
  return hash.digest('hex').slice(0, 16);
}

const read = <T extends object>(path: string): T =>
  existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : ({} as T);

const write = (path: string, content: object): void => writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);

const sorted = (record: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => a.localeCompare(b)));
