import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { context, formatMessages, type BuildContext, type BuildFailure, type OutputFile, type Plugin } from 'esbuild';

/** A bundle of one process that was made and not written yet: what runs stays what is on disk until all is well. */
export type BuildOutcome =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'built'; readonly write: () => void }
  | { readonly kind: 'failed'; readonly text: string };

export interface DevBuilds {
  readonly inputs: ReadonlyMap<string, ReadonlySet<string>>;
  readonly broken: ReadonlySet<string>;
  rebuild(process: string): Promise<BuildOutcome>;
  stop(): Promise<void>;
}

/** Incremental bundles of our own code for each process, into `dist/dev-<process>/`. */
export async function createDevBuilds(options: {
  readonly root: string;
  /** Process → bundle, of which one is main → source. */
  readonly entryPoints: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly plugins: readonly Plugin[];
}): Promise<DevBuilds> {
  const { root, entryPoints, plugins } = options;
  const contexts = new Map<string, BuildContext<{ metafile: true; write: false }>>();
  for (const [process, entries] of entryPoints) {
    contexts.set(
      process,
      await context({
        absWorkingDir: root,
        entryPoints: entries,
        outdir: `dist/dev-${process}`,
        bundle: true,
        platform: 'node',
        target: 'node20',
        format: 'esm',
        sourcemap: true,
        sourcesContent: false,
        metafile: true,
        write: false,
        logLevel: 'silent',
        plugins: [...plugins],
      }),
    );
  }
  const inputs = new Map<string, ReadonlySet<string>>();
  const broken = new Set<string>();
  const written = new Map<string, string>();
  return {
    inputs,
    broken,
    rebuild: async (process) => {
      const build = contexts.get(process);
      if (build === undefined) return { kind: 'unchanged' };
      try {
        const { metafile, outputFiles } = await build.rebuild();
        broken.delete(process);
        inputs.set(process, new Set(Object.keys(metafile.inputs)));
        const digest = digestOf(outputFiles);
        if (written.get(process) === digest) return { kind: 'unchanged' };
        return {
          kind: 'built',
          write: () => {
            writeAll(outputFiles);
            written.set(process, digest);
          },
        };
      } catch (thrown) {
        if (!isBuildFailure(thrown)) throw thrown;
        broken.add(process);
        return { kind: 'failed', text: (await formatMessages(thrown.errors, { kind: 'error' })).join('').trimEnd() };
      }
    },
    stop: async () => void (await Promise.all([...contexts.values()].map((build) => build.dispose()))),
  };
}

function writeAll(files: readonly OutputFile[]): void {
  for (const { path, contents } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
}

/** Where the supervisor finds the bundles of a development session; see `GalleriaOptions.bundleOf`. */
export function devBundle(root: string, process: string): string {
  return join(root, 'dist', `dev-${process}`, 'main.js');
}

/** As esbuild names files in its metafile. */
export function relativePath(root: string, path: string): string {
  return relative(root, path).split('\\').join('/');
}

/** Of what runs; a comment that moves the source map's lines is no reason to start anew. */
function digestOf(files: readonly OutputFile[]): string {
  const hash = createHash('sha256');
  for (const { path, contents } of files) if (!path.endsWith('.map')) hash.update(contents);
  return hash.digest('hex');
}

function isBuildFailure(thrown: unknown): thrown is BuildFailure {
  return thrown instanceof Error && 'errors' in thrown && Array.isArray(thrown.errors);
}
