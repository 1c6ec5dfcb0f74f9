import { statSync } from 'node:fs';
import { join } from 'node:path';
import { placesOf, type Workspace } from './affected-workspaces.ts';
import { pipelineFile } from './read-workspaces.ts';

/** The pipeline of each process that is deployed by itself, by its file: it runs when a place changes that counts. */
export function pipelines(root: string, workspaces: readonly Workspace[]): ReadonlyMap<string, string> {
  return new Map(
    workspaces.flatMap(({ pipeline, folder, reads }) => {
      if (pipeline === undefined) return [];
      const paths = placesOf(pipeline, workspaces).map((place) => pattern(root, place));
      const hasDatabase = reads.includes(`prisma/${pipeline}`);
      return [[pipelineFile(pipeline), pipelineText({ process: pipeline, folder, paths, hasDatabase })] as const];
    }),
  );
}

/** A pattern says whether it means a file or a folder; what is not there yet would be a file. */
function pattern(root: string, place: string): string {
  const isFolder = statSync(join(root, place), { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? `${place}/**` : place;
}

function pipelineText(of: {
  readonly process: string;
  readonly folder: string;
  readonly paths: readonly string[];
  readonly hasDatabase: boolean;
}): string {
  const { process, folder, hasDatabase } = of;
  const paths = of.paths.map((path) => `      - '${path}'\n`).join('');
  return `# Tests, checks, builds and deploys ${process}, whenever something changes that it is made of.
# Written by npm run affected -- --write from what the sources import. Do not edit.
name: ${process}

on:
  push:
    branches: [main]
    paths:
${paths}  pull_request:
    paths:
${paths}
permissions:
  contents: read

concurrency:
  group: ${process}-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

jobs:
  service:
    uses: ./.github/workflows/service.yml
    with:
      process: ${process}
      folder: ${folder}
      database: ${hasDatabase}
    secrets: inherit
`;
}
