import { mkdir } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';

/** The places inside `.galleria/`: all that one copy of Galleria remembers between starts. */
export interface StateDirectory {
  readonly root: string;
  readonly postgres: string;
  readonly kafka: string;
  readonly mailbox: string;
  readonly logs: string;
  readonly secretsFile: string;
  readonly lockFile: string;
  /** What runs now, for `npm run status` and for cleaning up after a killed supervisor. */
  readonly runFile: string;
  readonly seededFile: string;
}

/** `GALLERIA_STATE` moves the directory, which lets two copies run from one folder. */
export function resolveStateDirectory(projectRoot: string, configured?: string): StateDirectory {
  const name = configured === undefined || configured === '' ? '.galleria' : configured;
  const root = isAbsolute(name) ? name : resolve(projectRoot, name);
  return {
    root,
    postgres: join(root, 'postgres'),
    kafka: join(root, 'kafka'),
    mailbox: join(root, 'mailbox'),
    logs: join(root, 'logs'),
    secretsFile: join(root, 'secrets.json'),
    lockFile: join(root, 'supervisor.lock'),
    runFile: join(root, 'run.json'),
    seededFile: join(root, 'seeded.json'),
  };
}

/** PostgreSQL makes its own directory: it may have to belong to another user. */
export async function createStateDirectory(state: StateDirectory): Promise<void> {
  for (const path of [state.root, state.kafka, state.mailbox, state.logs]) await mkdir(path, { recursive: true });
}
