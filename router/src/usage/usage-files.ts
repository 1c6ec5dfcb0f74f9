import { mkdir, rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Logger } from '@galleria/kit/logger';
import type { OperationUsage } from './operation-usage.ts';

export interface UsageFiles {
  /** Writes what was counted last. */
  stop(): Promise<void>;
}

export interface UsageFilesOptions {
  readonly usage: OperationUsage;
  readonly folder: string;
  readonly logger: Logger;
  readonly intervalMs?: number;
}

const INTERVAL_MS = 60_000;

/**
 * Writes what is counted into a file of this process, every minute, as a whole, and begins another each day. Routers
 * and workers may share the folder: whoever reads the counts adds the files, and old ones can be removed.
 */
export function keepUsageFiles({ usage, folder, logger, intervalMs = INTERVAL_MS }: UsageFilesOptions): UsageFiles {
  let underWay: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    const counted = usage.read();
    const isOver = counted.from.slice(0, 10) !== counted.to.slice(0, 10);
    // Nothing that comes while the file is written is lost: it is of the next one.
    if (isOver) usage.clear();
    await writeWhole(folder, `${counted.from.replaceAll(':', '-')}-${hostname()}-${process.pid}.json`, counted);
  };
  /** A full disk is no reason to answer nobody. */
  const writeInTurn = (): Promise<void> => {
    underWay = underWay.then(write).catch((thrown: unknown) => {
      logger.error({ err: thrown, folder }, 'the counts of operations cannot be written');
    });
    return underWay;
  };
  const timer = setInterval(() => void writeInTurn(), intervalMs);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      return writeInTurn();
    },
  };
}

/** Beside its place first: who reads it never finds half of it. */
async function writeWhole(folder: string, name: string, content: unknown): Promise<void> {
  await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `${name}.unfinished`);
  await writeFile(unfinished, `${JSON.stringify(content)}\n`);
  await rename(unfinished, join(folder, name));
}
