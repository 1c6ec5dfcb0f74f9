import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { checks } from '../checks.ts';
import type { Finding } from '../finding.ts';
import { runContracts } from '../run.ts';

const GALLERIA = resolve(import.meta.dirname, '../../..');
const TODAY = '2026-06-30';

export interface Outcome {
  readonly code: 0 | 1 | 2;
  readonly findings: readonly Finding[];
  /** What was said instead of findings. */
  readonly complaint: string;
}

/** A folder in the place of the project's, for checks to be run on. */
export interface TemporaryProject {
  readonly folder: string;
  write(file: string, text: string): void;
  read(file: string): string;
  /** Replaces a part of a file, which has to be in it once. */
  change(file: string, part: string, replacement: string): void;
  contracts(...argv: readonly string[]): Promise<Outcome>;
  remove(): void;
}

/** A project of subgraphs, by their schemas. */
export function createProject(schemas: Readonly<Record<string, string>>): TemporaryProject {
  const project = emptyProject();
  const entries = Object.keys(schemas).map(
    (name) => `  ${name}:\n    routing_url: http://localhost/${name}\n    schema: { file: ./${name}.graphql }\n`,
  );
  project.write('supergraph.yaml', `subgraphs:\n${entries.join('')}`);
  for (const [name, sdl] of Object.entries(schemas)) project.write(`${name}.graphql`, sdl);
  return project;
}

/** A copy of what Galleria's checks of the graph read. */
export function copyGalleria(): TemporaryProject {
  const project = emptyProject();
  const isPart = (path: string) => !/node_modules|dist|generated/.test(path.slice(GALLERIA.length));
  for (const part of [
    'supergraph.yaml',
    'router/supergraph.graphql',
    'subgraphs',
    'client/src',
    'contracts',
    'router/src/http',
  ]) {
    cpSync(join(GALLERIA, part), join(project.folder, part), { recursive: true, filter: isPart });
  }
  for (const part of ['tests/contract', 'scripts/seed']) {
    cpSync(join(GALLERIA, part), join(project.folder, part), { recursive: true });
  }
  return project;
}

function emptyProject(): TemporaryProject {
  const folder = mkdtempSync(join(tmpdir(), 'contracts-'));
  const project: TemporaryProject = {
    folder,
    write: (file, text) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    change: (file, part, replacement) => {
      const parts = project.read(file).split(part);
      if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} of: ${part}`);
      project.write(file, parts.join(replacement));
    },
    contracts: (...argv) => contractsIn(folder, ...argv),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  return project;
}

/** Runs checks on a folder, on a day that stays the same. */
export async function contractsIn(root: string, ...argv: readonly string[]): Promise<Outcome> {
  let findings: readonly Finding[] = [];
  let complaint = '';
  const code = await runContracts([...argv, '--format', 'json'], {
    ...{ root, checks, env: {}, today: TODAY },
    print: (text) => (findings = (JSON.parse(text) as { findings: Finding[] }).findings),
    complain: (text) => (complaint = text),
  });
  return { code, findings, complaint };
}
