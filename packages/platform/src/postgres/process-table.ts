import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { platform } from 'node:os';
import { promisify } from 'node:util';

export interface RunningProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly args: readonly string[];
}

const run = promisify(execFile);
const hasProcFileSystem = platform() === 'linux';

/**
 * The process with this id, or undefined when there is none. A zombie counts as none: it holds nothing any more,
 * although `kill(pid, 0)` still succeeds for it (a container's first process often never reaps).
 */
export async function findProcess(pid: number): Promise<RunningProcess | undefined> {
  return hasProcFileSystem ? fromProc(pid) : fromPs(pid);
}

/** The processes that work in a directory: the server and its backends, even when the server itself is gone. */
export async function processesWorkingIn(directory: string): Promise<number[]> {
  if (!hasProcFileSystem) return [];
  const pids = await allPids();
  const directories = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')));
  return pids.filter((_, index) => directories[index] === directory);
}

/** The process that listens on a TCP port of this machine; undefined when none does or this user may not see it. */
export async function findPortHolder(port: number): Promise<RunningProcess | undefined> {
  const pid = hasProcFileSystem ? await listenerFromProc(port) : await listenerFromLsof(port);
  return pid === undefined ? undefined : findProcess(pid);
}

async function fromProc(pid: number): Promise<RunningProcess | undefined> {
  try {
    const [stat, commandLine] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
    ]);
    // The second field is the command in parentheses and may hold spaces: the rest starts after the last parenthesis.
    const [state, parentPid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    return { pid, parentPid: Number(parentPid), args: commandLine.split('\0').filter((part) => part !== '') };
  } catch {
    return undefined;
  }
}

async function fromPs(pid: number): Promise<RunningProcess | undefined> {
  try {
    const { stdout } = await run('ps', ['-o', 'state=,ppid=,command=', '-p', String(pid)]);
    const [state = 'Z', parentPid, ...args] = stdout.trim().split(/\s+/);
    return state.startsWith('Z') ? undefined : { pid, parentPid: Number(parentPid), args };
  } catch {
    return undefined;
  }
}

async function allPids(): Promise<number[]> {
  const entries = await readdir('/proc');
  return entries.filter((entry) => /^\d+$/.test(entry)).map(Number);
}

/**
 * Source: proc(5). Column 1 is the local address as hex `address:port`, column 3 the state (0A = LISTEN), column 9 the
 * inode.
 */
async function listenerFromProc(port: number): Promise<number | undefined> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
  );
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const sockets = tables
    .flatMap((table) => table.split('\n').map((line) => line.trim().split(/\s+/)))
    .filter((columns) => columns[1]?.endsWith(suffix) === true && columns[3] === '0A')
    .map((columns) => `socket:[${columns[9]}]`);
  if (sockets.length === 0) return undefined;
  for (const pid of await allPids()) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const targets = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
    if (targets.some((target) => sockets.includes(target))) return pid;
  }
  return undefined;
}

async function listenerFromLsof(port: number): Promise<number | undefined> {
  try {
    const { stdout } = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fp']);
    const pid = /^p(\d+)$/m.exec(stdout)?.[1];
    return pid === undefined ? undefined : Number(pid);
  } catch {
    return undefined;
  }
}
