export interface NodePlan {
  /** From 1. */
  readonly id: number;
  /** Clients connect to this one, and the nodes to each other. */
  readonly port: number;
  readonly controllerPort: number;
  readonly directory: string;
}

/** What three brokers stand for: one may be away, and nothing that was acknowledged is lost with it. */
const MOST_REPLICAS = 3;
const IN_SYNC = 2;

/**
 * The settings of one node, which is broker and controller at once, as a file for Kafka. Replication is what the
 * cluster can bear, as an operator sets it; caches and threads are those of a small heap; leaders go back to where they
 * belong within a second instead of five minutes.
 */
export function serverProperties({ id, port, controllerPort, directory }: NodePlan, all: readonly NodePlan[]): string {
  const replicas = Math.min(MOST_REPLICAS, all.length);
  const inSync = Math.min(IN_SYNC, all.length);
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': all.map((node) => `${node.id}@127.0.0.1:${node.controllerPort}`).join(','),
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': directory,
    'auto.create.topics.enable': false,
    'default.replication.factor': replicas,
    'min.insync.replicas': inSync,
    'offsets.topic.num.partitions': all.length,
    'offsets.topic.replication.factor': replicas,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': inSync,
    'group.initial.rebalance.delay.ms': 0,
    'group.min.session.timeout.ms': 1000,
    'broker.session.timeout.ms': 6000,
    'broker.heartbeat.interval.ms': 1000,
    'leader.imbalance.check.interval.seconds': 1,
    'log.cleaner.dedupe.buffer.size': 4_194_304,
    'num.network.threads': 2,
    'num.io.threads': 4,
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
