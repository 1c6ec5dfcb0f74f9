import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');
/** What was generated is as good in the copy: it is generated anew where its sources change. */
const FINGERPRINTS = 'node_modules/.cache/galleria/generated.json';
/** Large, and nothing in a test here looks at them. */
const LEFT_OUT = /^(subgraphs\/products\/images|docs\/screenshots)\//;

/** Galleria in a folder of its own, in which commands run as in any checkout, and nothing of this one is changed. */
export interface Copy {
  readonly root: string;
  /** Runs a program of Node's there, and gives what it writes to its standard output. Throws with all that it wrote. */
  run(program: string, ...args: readonly string[]): Promise<string>;
  read(file: string): string;
  remove(): void;
}

/** `env` is what programs there have beside the environment of this one. */
export function copyGalleria(env: Readonly<Record<string, string>> = {}): Copy {
  const root = mkdtempSync(join(tmpdir(), 'galleria-copy-'));
  const listed = (...options: readonly string[]) => gitFiles(['ls-files', '-z', ...options]);
  const sources = listed('--cached', '--others', '--exclude-standard').filter((file) => !LEFT_OUT.test(file));
  const generated = listed('--others', '--ignored', '--exclude-standard', '--', ':(glob)**/generated/**');
  for (const file of [...sources, ...generated.filter((path) => !path.includes('node_modules/')), FINGERPRINTS]) {
    if (!existsSync(join(ROOT, file))) continue;
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(join(ROOT, file), join(root, file), { preserveTimestamps: true });
  }
  linkPackages(root);
  return {
    root,
    run: (...args) => run(root, args, env),
    read: (file) => readFileSync(join(root, file), 'utf8'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function run(cwd: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolved, rejected) => {
    execFile(
      process.execPath,
      args,
      { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1_048_576 },
      (error, stdout, stderr) => {
        if (error === null) resolved(stdout);
        else rejected(new Error([`${args.join(' ')} failed:`, stdout, stderr].join('\n'), { cause: error }));
      },
    );
  });
}

/** The packages of this checkout, and the workspaces of the copy. */
function linkPackages(root: string): void {
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (['.cache', '.package-lock.json', '@galleria'].includes(name)) continue;
    symlinkSync(join(ROOT, 'node_modules', name), join(root, 'node_modules', name));
  }
  mkdirSync(join(root, 'node_modules/@galleria'));
  const { workspaces } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { workspaces: string[] };
  for (const folder of workspaces.flatMap(foldersOf)) {
    const { name } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as { name: string };
    symlinkSync(join(root, folder), join(root, 'node_modules', name));
    const own = join(folder, 'node_modules');
    if (existsSync(join(ROOT, own))) symlinkSync(join(ROOT, own), join(root, own));
  }
}

function foldersOf(pattern: string): string[] {
  if (!pattern.endsWith('/*')) return [pattern];
  const parent = pattern.slice(0, -2);
  const folders = readdirSync(join(ROOT, parent)).map((name) => `${parent}/${name}`);
  return folders.filter((folder) => existsSync(join(ROOT, folder, 'package.json')));
}

function gitFiles(args: readonly string[]): string[] {
  const options = { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 1_048_576 } as const;
  return execFileSync('git', args, options)
    .split('\0')
    .filter((file) => file !== '');
}
