import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** Type errors of the project, asked of a process of its own. */
export interface TypeErrors {
  /** Whether the whole project was read and checked once. Until then an answer takes as long as that. */
  readonly isWarm: boolean;
  /**
   * Absolute path of a file → its errors, after these changes. Resolves to none when the checking process has ended.
   */
  after(changed: readonly string[]): Promise<ReadonlyMap<string, string>>;
  stop(): void;
}

interface Answer {
  readonly id: number;
  readonly errors: [string, string][];
}

/** Starts the process, which reads the whole project first: seconds in which an answer waits. */
export function startTypeErrors(root: string): TypeErrors {
  const child: ChildProcess = fork(join(root, 'scripts/dev/type-check-process.ts'), [], {
    cwd: root,
    execArgv: ['--import', 'tsx'],
  });
  const waiting = new Map<number, (errors: ReadonlyMap<string, string>) => void>();
  let lastId = 0;
  let isWarm = false;
  child.on('message', ({ id, errors }: Answer) => {
    isWarm = true;
    waiting.get(id)?.(new Map(errors));
    waiting.delete(id);
  });
  let hasEnded = false;
  child.once('exit', () => {
    hasEnded = true;
    for (const resolve of waiting.values()) resolve(new Map());
    waiting.clear();
  });
  return {
    get isWarm() {
      return isWarm;
    },
    after: (changed) => {
      if (hasEnded) return Promise.resolve(new Map());
      lastId += 1;
      const id = lastId;
      child.send({ id, changed });
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    stop: () => void child.kill(),
  };
}
