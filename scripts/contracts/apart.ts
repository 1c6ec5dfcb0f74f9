import { fork } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { FileCheck } from './check.ts';
import type { CheckName, Finding } from './finding.ts';

/** What the other process says of one check. */
export interface Told {
  readonly name: CheckName;
  readonly findings: readonly Finding[];
}

export type Apart = (checks: readonly FileCheck[], usesCache: boolean) => ReadonlyMap<CheckName, Promise<Told>>;

const CODE = resolve(import.meta.dirname, '../..');

/** Runs checks in a process of their own, so that a second core works while this process composes the graph. */
export function startApart(root: string): Apart {
  return (checks, usesCache) => {
    const names = checks.map(({ name }) => name);
    const program = join(import.meta.dirname, 'apart-program.ts');
    const child = fork(program, [root, String(usesCache), ...names], { cwd: CODE, execArgv: ['--import', 'tsx'] });
    const told = (name: CheckName) =>
      new Promise<Told>((fulfil, reject) => {
        child.on('message', (message: Told) => message.name === name && fulfil(message));
        child.once('error', reject);
        // Messages that came before it were given out before it.
        child.once('close', () => reject(new Error(`The process that was to check ${name} has ended without a word.`)));
      });
    return new Map(names.map((name) => [name, told(name)]));
  };
}
