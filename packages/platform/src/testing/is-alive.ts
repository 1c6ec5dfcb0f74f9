import { execFileSync } from 'node:child_process';

/** Of a process that is nobody's child any more: what is left of it until somebody asks is none. */
export function isAlive(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z');
  } catch {
    return false;
  }
}
