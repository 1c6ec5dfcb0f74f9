import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRemover } from '../servers/remover.ts';
import { freePort } from '../testing/network/free-port.ts';
import { createNode, type ApacheKafkaNode } from './node.ts';

export interface ApacheKafka {
  readonly nodes: readonly ApacheKafkaNode[];
  /** `host:port` of each node. */
  readonly addresses: readonly string[];
  /** Ends all nodes and removes what they have written. */
  stop(): Promise<void>;
}

export interface ApacheKafkaOptions {
  /** Where the jars are; see `findApacheKafkaJars`. */
  readonly jars: string;
  /** One node for each; three free ones unless told. */
  readonly ports?: readonly number[];
}

/**
 * Real Apache Kafka in a directory of its own: nodes that are broker and controller at once. It and its data are gone
 * afterwards even when this process is killed.
 */
export async function startApacheKafka(options: ApacheKafkaOptions): Promise<ApacheKafka> {
  const ports = options.ports ?? [await freePort(), await freePort(), await freePort()];
  const directory = await mkdtemp(join(tmpdir(), 'galleria-apache-kafka-'));
  const stop = startRemover(REMOVE_CLUSTER, directory);
  try {
    const plans = [];
    for (const [index, port] of ports.entries()) {
      const id = index + 1;
      plans.push({ id, port, controllerPort: await freePort(), directory: join(directory, String(id)) });
    }
    const cluster = { id: randomBytes(16).toString('base64url'), plans, jars: options.jars };
    const nodes = await Promise.all(plans.map((plan) => createNode(plan, cluster)));
    await Promise.all(nodes.map((node) => node.start()));
    return { nodes, addresses: nodes.map(({ address }) => address), stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

/**
 * Nothing that they have is worth the seconds of an orderly shutdown. A process that is not of this directory has got
 * the number of one that ended, and is left alone.
 */
const REMOVE_CLUSTER = `
for file in "$1"/*.pid; do
  [ -e "$file" ] || continue
  pid="$(cat "$file")"
  case "$(ps -o args= -p "$pid")" in *"$1"*) ;; *) continue ;; esac
  kill -KILL "$pid"
  waited=0
  while ps -o args= -p "$pid" | grep -q java && [ "$waited" -lt 200 ]; do sleep 0.05; waited=$((waited + 1)); done
done
rm -rf "$1"
`;
