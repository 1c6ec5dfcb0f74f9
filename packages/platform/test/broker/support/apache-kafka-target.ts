import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { freePort } from '../../../src/testing/free-port.ts';
import type { KafkaTarget } from './kafka-target.ts';

const run = promisify(execFile);
/** It is there after two seconds, unless the machine is busy. */
const START_TIMEOUT_MS = 90_000;

/** A real Apache Kafka, one node that is broker and controller at once, on free ports and a directory of its own. */
export async function startApacheKafkaTarget(jarDirectory: string): Promise<KafkaTarget> {
  const directory = await mkdtemp(join(tmpdir(), 'galleria-apache-kafka-'));
  const [port, controllerPort] = [await freePort(), await freePort()];
  const properties = join(directory, 'server.properties');
  await writeFile(properties, serverProperties(directory, port, controllerPort));
  const classPath = ['-cp', join(jarDirectory, '*')];
  const clusterId = randomBytes(16).toString('base64url');
  // After an equals sign, because one id of 64 begins with a hyphen and would be taken for an option.
  const format = ['kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, '--config', properties];
  await run('java', [...classPath, ...format]);
  const server = spawn('java', ['-Xmx512m', ...classPath, 'kafka.Kafka', properties], { stdio: 'ignore' });
  const broker = `127.0.0.1:${port}`;
  const stop = async () => {
    // Nothing in there is worth the seconds that an orderly shutdown takes.
    server.kill('SIGKILL');
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await waitForCoordinator(broker, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { brokers: [broker], stop };
}

function serverProperties(directory: string, port: number, controllerPort: number): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': join(directory, 'data'),
    'auto.create.topics.enable': false,
    'offsets.topic.num.partitions': 1,
    'offsets.topic.replication.factor': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1000,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** The port is open before the group coordinator has loaded its offsets; until then every consumer is turned away. */
async function waitForCoordinator(broker: string, server: ChildProcess): Promise<void> {
  const retry = { initialRetryTime: 100, maxRetryTime: 300, retries: START_TIMEOUT_MS / 300 };
  const admin = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING, retry }).admin();
  const died = new Promise<never>((_, reject) => {
    server.once('exit', () => reject(new Error('Apache Kafka ended while it started')));
  });
  const ready = async () => {
    await admin.connect();
    await admin.describeGroups(['readiness']);
  };
  await Promise.race([ready(), died]);
  await admin.disconnect();
}
