import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** A folder of Galleria: where its bundles, its databases' migrations and its list of subgraphs are. */
export interface Project {
  readonly root: string;
  /** In the order of supergraph.yaml, which decides their ports. */
  readonly subgraphNames: readonly string[];
  /** What a process runs instead of its bundle in dist/, where it is another. */
  readonly bundleOf?: (process: string) => string | undefined;
}

const LIST = 'supergraph.yaml';

const supergraphSchema = z.object({ subgraphs: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), z.unknown()) });

/** Finds the project that a source file or a bundle belongs to, by walking up to supergraph.yaml. */
export function readProject(from: string): Project {
  let root = from;
  while (!existsSync(join(root, LIST))) {
    if (dirname(root) === root) throw new Error(`There is no ${LIST} in ${from} or above it.`);
    root = dirname(root);
  }
  const { subgraphs } = supergraphSchema.parse(parse(readFileSync(join(root, LIST), 'utf8')));
  return { root, subgraphNames: Object.keys(subgraphs) };
}
