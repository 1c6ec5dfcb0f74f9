import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

const ROUTERS_CORE = '1';
const OUR_CORE = '0';

/**
 * Puts this process on one core and gives the words by which a router is started on another. Without taskset, or on one
 * core alone, both share what there is, and the result says so.
 */
export function shareCores(): { readonly isPinned: boolean; readonly onItsOwnCore: readonly string[] } {
  try {
    if (cpus().length < 2) throw new Error('there is one core only');
    execFileSync('taskset', ['-a', '-p', '-c', OUR_CORE, String(process.pid)], { stdio: 'ignore' });
    return { isPinned: true, onItsOwnCore: ['taskset', '-c', ROUTERS_CORE] };
  } catch {
    return { isPinned: false, onItsOwnCore: [] };
  }
}

/** USER_HZ, which is 100 wherever Linux runs Node. */
const TICKS_PER_SECOND = 100;

/** Processor time that a process has used, in microseconds; null where the system does not tell (no Linux). */
export function processorTime(pid: number): number | null {
  const stat = readProcess(pid, 'stat');
  if (stat === null) return null;
  // The name before may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1_000_000;
}

/** The most memory that a process has held, in MB; null where the system does not tell. */
export function peakMemory(pid: number): number | null {
  const kilobytes = /^VmHWM:\s+(\d+)/m.exec(readProcess(pid, 'status') ?? '')?.[1];
  return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1_000);
}

function readProcess(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return null;
  }
}
