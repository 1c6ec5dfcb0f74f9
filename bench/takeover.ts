/**
 * Measures for how long work rests when a consumer is killed with SIGKILL: two processes share a group, one partition
 * and a message every 20 ms; the one that gets them is killed, and the time runs until the other handles the first. On
 * the embedded broker, or with KAFKA=apache on three brokers of Apache Kafka. ROUNDS sets how often (5). Prints JSON.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createLogger } from '@galleria/kit/logger';
import { startApacheKafka } from '@galleria/platform/apache-kafka/cluster';
import { findApacheKafkaJars } from '@galleria/platform/apache-kafka/jars';
import { startBroker } from '@galleria/platform/broker/broker';
import { build } from 'esbuild';

const directory = await mkdtemp(join(tmpdir(), 'galleria-bench-takeover-'));
const outfile = join(directory, 'program.mjs');
// Bundled as the services are: Node alone cannot see what kafkajs exports.
await build({
  entryPoints: [fileURLToPath(new URL('takeover/program.ts', import.meta.url))],
  ...{ outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20' },
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
});
const brokers = process.env['KAFKA'] === 'apache' ? await startApache() : await startEmbedded();
const program = spawn(process.execPath, [outfile, 'measure', ...brokers.addresses], { stdio: 'inherit' });
[process.exitCode] = (await once(program, 'exit')) as [number];
await brokers.stop();
await rm(directory, { recursive: true, force: true });

async function startEmbedded() {
  const logger = createLogger({ service: 'bench', level: 'silent' });
  const { port, stop } = await startBroker({
    dataDirectory: join(directory, 'kafka'),
    port: 0,
    fsync: 'never',
    logger,
  });
  return { addresses: [`127.0.0.1:${port}`], stop };
}

async function startApache() {
  const jars = await findApacheKafkaJars();
  if (jars.kind === 'unavailable') throw new Error(`Apache Kafka cannot be had: ${jars.reason}`);
  return startApacheKafka({ jars: jars.directory });
}
