import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { advertisedBy } from '../servers/broker-reach.ts';
import { delay } from '../supervisor/process/delay.ts';
import { serverProperties, type NodePlan } from './server-properties.ts';

const run = promisify(execFile);

/** One server of a cluster. */
export interface ApacheKafkaNode {
  /** Such as `kafka-1`. */
  readonly name: string;
  /** `host:port` */
  readonly address: string;
  /** Undefined while it does not run. */
  readonly pid: number | undefined;
  /** Starts it on what it has written before; resolves when it is a member of the cluster, or rejects when it ended. */
  start(): Promise<void>;
  /** SIGKILL; resolves when it is gone. What it has written stays. */
  kill(): Promise<void>;
}

/** It is there after some seconds, unless the machine is busy. */
const START_TIMEOUT_MS = 120_000;
const LOOK_EVERY_MS = 100;
/** A small heap, and a compiler that does not spend on a short life what only a long one gives back. */
const JAVA_OPTIONS = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
/** Written by the process itself before it becomes Java: whoever cleans up after us knows each that there ever was. */
const WITH_PID_FILE = 'echo $$ >"$0"; exec java "$@"';

/** Prepares a node's directory. */
export async function createNode(
  plan: NodePlan,
  cluster: { readonly id: string; readonly plans: readonly NodePlan[]; readonly jars: string },
): Promise<ApacheKafkaNode> {
  const { id, port, directory } = plan;
  const properties = `${directory}.properties`;
  await writeFile(properties, serverProperties(plan, cluster.plans));
  const java = [...JAVA_OPTIONS, '-cp', join(cluster.jars, '*')];
  // After an equals sign, because one id of 64 begins with a hyphen and would be taken for an option.
  await run('java', [
    ...java,
    'kafka.tools.StorageTool',
    'format',
    `--cluster-id=${cluster.id}`,
    '--config',
    properties,
  ]);
  const address = `127.0.0.1:${port}`;
  let server: ChildProcess | undefined;

  return {
    name: `kafka-${id}`,
    address,
    get pid() {
      return isRunning(server) ? server.pid : undefined;
    },
    start: async () => {
      // Detached: Ctrl-C in a terminal is for the process that started it.
      const started = spawn('sh', ['-c', WITH_PID_FILE, `${directory}.pid`, ...java, 'kafka.Kafka', properties], {
        detached: true,
        stdio: 'ignore',
      });
      server = started;
      const deadline = performance.now() + START_TIMEOUT_MS;
      while (!(await isMember(address))) {
        if (!isRunning(started)) throw new Error(`kafka-${id} ended while it started`);
        if (performance.now() > deadline) throw new Error(`kafka-${id} is no member after ${START_TIMEOUT_MS} ms`);
        await delay(LOOK_EVERY_MS);
      }
    },
    kill: async () => {
      if (!isRunning(server)) return;
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
    },
  };
}

function isRunning(server: ChildProcess | undefined): server is ChildProcess {
  return server !== undefined && server.exitCode === null && server.signalCode === null;
}

/** Its port is open before the cluster counts it among those that may lead. */
async function isMember(address: string): Promise<boolean> {
  try {
    return (await advertisedBy(address)).includes(address);
  } catch {
    return false;
  }
}
