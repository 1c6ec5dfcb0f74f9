import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** What identifies a process for good: a pid alone is used again by the operating system. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque; equal for the same process only, also across a reboot. */
  readonly startTime: string;
  /** The arguments joined by spaces. */
  readonly commandLine: string;
}

/**
 * Looks at a process; `undefined` when there is none or only its zombie is left, which `kill(pid, 0)` would call alive.
 */
export function inspectProcess(pid: number): ProcessIdentity | undefined {
  return process.platform === 'linux' ? inspectWithProc(pid) : inspectWithPs(pid);
}

/**
 * Whether the process still runs, and still is the program that it was: enough to end it without ending somebody
 * else's.
 */
export function isSameProcess(known: ProcessIdentity): boolean {
  return isStillThere(known) && inspectProcess(known.pid)?.commandLine === known.commandLine;
}

/**
 * Whether anything of the process is left. One that is ending has lost its command line before it lets go of its ports.
 */
export function isStillThere(known: ProcessIdentity): boolean {
  return inspectProcess(known.pid)?.startTime === known.startTime;
}

/**
 * Memory in bytes of a process and all below it. On Linux pages that several processes share are divided among them
 * (PSS), so that PostgreSQL's shared buffers are not counted once a connection.
 */
export function processMemory(pid: number): number | undefined {
  return process.platform === 'linux' ? memoryWithProc(pid) : memoryWithPs(pid);
}

function inspectWithProc(pid: number): ProcessIdentity | undefined {
  const fields = statFields(pid);
  const arguments_ = readText(`/proc/${pid}/cmdline`);
  if (fields === undefined || arguments_ === undefined) return undefined;
  if (fields.state === 'Z' && !hasOtherThreads(pid)) return undefined;
  const boot = readText('/proc/sys/kernel/random/boot_id')?.trim() ?? '';
  const commandLine = arguments_.split('\0').join(' ').trimEnd();
  return { pid, startTime: `${boot}/${fields.startTime}`, commandLine };
}

/** A process whose first thread has ended is shown as a zombie while its other threads still hold its ports. */
function hasOtherThreads(pid: number): boolean {
  try {
    return readdirSync(`/proc/${pid}/task`).length > 1;
  } catch {
    return false;
  }
}

/** The name in the second field may hold spaces and brackets, hence the search for the last bracket; see proc(5). */
function statFields(pid: number | string): { state: string; parent: number; startTime: string } | undefined {
  const text = readText(`/proc/${pid}/stat`);
  if (text === undefined) return undefined;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, parent, startTime] = [fields[0], fields[1], fields[19]];
  if (state === undefined || parent === undefined || startTime === undefined) return undefined;
  return { state, parent: Number(parent), startTime };
}

function inspectWithPs(pid: number): ProcessIdentity | undefined {
  const line = runPs(['-o', 'lstart=,stat=,command=', '-p', String(pid)]).trim();
  const match = /^(\w+ +\w+ +\d+ +[\d:]+ +\d+) +(\S+) +(.*)$/.exec(line);
  const [, startTime, state, commandLine] = match ?? [];
  if (startTime === undefined || state === undefined || commandLine === undefined || state.startsWith('Z')) {
    return undefined;
  }
  return { pid, startTime, commandLine };
}

function memoryWithProc(pid: number): number | undefined {
  const own = ownMemory(pid);
  if (own === undefined) return undefined;
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const parent = /^\d+$/.test(entry) ? statFields(entry)?.parent : undefined;
    if (parent !== undefined) parents.set(Number(entry), parent);
  }
  return descendants(pid, parents).reduce((sum, child) => sum + (ownMemory(child) ?? 0), own);
}

function ownMemory(pid: number): number | undefined {
  const shared = /^Pss: +(\d+) kB/m.exec(readText(`/proc/${pid}/smaps_rollup`) ?? '');
  const resident = shared ?? /^VmRSS:\s+(\d+) kB/m.exec(readText(`/proc/${pid}/status`) ?? '');
  return resident === null ? undefined : Number(resident[1]) * 1024;
}

function memoryWithPs(pid: number): number | undefined {
  const rows = runPs(['-axo', 'pid=,ppid=,rss='])
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/ +/).map(Number));
  const parents = new Map(rows.map(([child = 0, parent = 0]) => [child, parent]));
  const resident = new Map(rows.map(([child = 0, , kilobytes = 0]) => [child, kilobytes * 1024]));
  const own = resident.get(pid);
  if (own === undefined) return undefined;
  return descendants(pid, parents).reduce((sum, child) => sum + (resident.get(child) ?? 0), own);
}

function descendants(pid: number, parents: ReadonlyMap<number, number>): number[] {
  const children = [...parents].filter(([, parent]) => parent === pid).map(([child]) => child);
  return children.flatMap((child) => [child, ...descendants(child, parents)]);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function runPs(options: string[]): string {
  try {
    return execFileSync('ps', options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
