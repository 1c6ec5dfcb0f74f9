import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const POM = fileURLToPath(new URL('pom.xml', import.meta.url));
const CACHE = join(homedir(), '.cache', 'galleria');
const DOWNLOAD_TIMEOUT_MS = 180_000;

export type Jars =
  { readonly kind: 'found'; readonly directory: string } | { readonly kind: 'unavailable'; readonly reason: string };

/** Apache Kafka 4.3.0 and what it needs, fetched once through Maven into ~/.cache/galleria; or why it cannot be had. */
export async function findApacheKafkaJars(): Promise<Jars> {
  const directory = join(CACHE, 'apache-kafka-4.3.0');
  try {
    await run('java', ['-version']);
    if (!existsSync(directory)) await download(directory);
    return { kind: 'found', directory };
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { kind: 'unavailable', reason };
  }
}

/** Renamed into place when complete, so that an interrupted download is not taken for a finished one. */
async function download(directory: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const draft = await mkdtemp(join(CACHE, 'download-'));
  try {
    const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${draft}`];
    await run('mvn', ['--quiet', '--batch-mode', '--file', POM, ...copy], { timeout: DOWNLOAD_TIMEOUT_MS });
    await rename(draft, directory);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
