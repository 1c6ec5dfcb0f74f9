import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';

/** What a figure means nothing without. */
export function environment(): Record<string, string | number> {
  return {
    date: new Date().toISOString(),
    commit: execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim(),
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
}
