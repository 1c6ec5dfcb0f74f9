import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Block } from './guide.ts';
import type { Copy } from './temporary-copy.ts';

/** What was asked for on the way, and is still to be run. */
export interface Followed {
  /** What each command that was run has written. */
  readonly told: ReadonlyMap<string, string>;
  /** Of `npm test`: projects and files. */
  readonly projects: ReadonlySet<string>;
  readonly files: ReadonlySet<string>;
}

/** Takes long, and is for whoever follows to run in the end. */
export const ALL_CONTRACTS = 'npm run contracts -- --base main';

const A_MONTH_MS = 30 * 86_400_000;

/**
 * Takes the steps of a guide, in their order. What is made of all of them (`npm run compose`, …) is made once, after
 * the last one; tests are gathered. From a command that has to be refused on, each is run where it stands.
 */
export async function follow(copy: Copy, blocks: readonly Block[]): Promise<Followed> {
  const told = new Map<string, string>();
  const [projects, files, later] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let isInPlace = false;
  const run = async (command: string) => void told.set(command, await runVerb(copy, command));
  const catchUp = async () => {
    for (const command of later) await run(command);
    later.clear();
  };
  const take = async (command: string): Promise<void> => {
    if (command.startsWith('git ')) execFileSync('git', command.split(' ').slice(1), { cwd: copy.root });
    else if (command.startsWith('npm test ')) gather(command, projects, files);
    else if (command === ALL_CONTRACTS) return;
    else if (isInPlace || command.startsWith('npm run migrate ')) await run(command);
    else later.add(command);
  };

  for (const { language, info, text } of blocks) {
    if (language === 'diff') applyDiff(copy, filledIn(copy, text));
    else if (language === 'sh' && info.length > 0) {
      await catchUp();
      isInPlace = true;
      await refused(copy, text.trim(), info);
    } else if (language === 'sh') for (const command of text.trim().split('\n')) await take(command);
    else if (info[0] !== undefined) writeFileSync(join(copy.root, info[0]), filledIn(copy, text));
  }
  await catchUp();
  for (const file of files) requireTests(copy, file);
  return { told, projects, files };
}

/** A test runner that is given names takes those that there are, and does not ask about the others. */
function requireTests(copy: Copy, file: string): void {
  const [folder, start] = [join(copy.root, dirname(file)), basename(file)];
  const names = existsSync(folder) ? readdirSync(folder) : [];
  if (!names.some((name) => name.startsWith(start))) throw new Error(`There are no tests in ${file}.`);
}

/** The hunks of guides are short: their lines count, and not what is around them. */
export function applyDiff(copy: Copy, input: string, ...options: readonly string[]): void {
  execFileSync('git', ['apply', '--unidiff-zero', ...options], { cwd: copy.root, input });
}

/** As `npm run` would, without npm. */
export function runVerb(copy: Copy, command: string): Promise<string> {
  const [, verb, rest = ''] = /^npm run (\S+)(?: -- (.*))?$/.exec(command) ?? [];
  if (verb === undefined) throw new Error(`Nobody knows how to run this: ${command}`);
  return copy.run('--import', 'tsx', `scripts/${verb}.ts`, ...rest.split(' ').filter((word) => word !== ''));
}

async function refused(copy: Copy, command: string, codes: readonly string[]): Promise<void> {
  const told = await runVerb(copy, command).then(
    () => '',
    (thrown: unknown) => String(thrown),
  );
  for (const code of codes) if (!told.includes(code)) throw new Error(`${command} does not say ${code}:\n${told}`);
}

function gather(command: string, projects: Set<string>, files: Set<string>): void {
  const { project, file } = /--project (?<project>\w+) (?<file>\S+)/.exec(command)?.groups ?? {};
  if (project === undefined || file === undefined) throw new Error(`These are no tests of a project: ${command}`);
  projects.add(project);
  files.add(file);
}

/** What a guide cannot know: a migration's folder by its name, and a day to come. */
function filledIn(copy: Copy, text: string): string {
  return text.replaceAll(/\{\{(.+?)\}\}/g, (_whole, name: string) => {
    if (name === 'a month from now') return new Date(Date.now() + A_MONTH_MS).toISOString().slice(0, 10);
    const migration = readdirSync(join(copy.root, 'prisma'), { recursive: true, encoding: 'utf8' }).find((path) =>
      path.endsWith(`_${name}`),
    );
    if (migration === undefined) throw new Error(`There is no migration ${name}.`);
    return migration.slice(migration.lastIndexOf('/') + 1);
  });
}
