import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApacheKafka } from '@galleria/platform/apache-kafka/cluster';
import type { Galleria } from '@galleria/platform/supervisor/running-galleria';
import { createPartitionLeaders } from '@galleria/platform/testing/partition-leaders';
import type { Random } from '@galleria/platform/testing/random';
import type { TcpProxy } from '@galleria/platform/testing/network/tcp-proxy';

/**
 * killed: by SIGKILL, and started again by the supervisor, or a broker of a cluster after a while. frozen: it holds its
 * connections, and answers nothing. cut: connections swallow what is sent, without an end, and those of that time stay
 * dead. slowed: all arrives, but late. moved: another broker leads each partition of every topic.
 */
export const FAULT_KINDS = ['killed', 'frozen', 'cut', 'slowed', 'moved'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** A process, such as `orders-2` or `postgres`, a broker of a cluster, `orders-2 to postgres`, or `leaders`. */
  readonly target: string;
  /** How long it is frozen, cut, slowed, or, a broker of a cluster, away. */
  readonly forMs: number;
}

/** What can be broken. */
export interface Breakable {
  readonly galleria: Galleria;
  /** By name. */
  readonly networks: ReadonlyMap<string, TcpProxy>;
  /** In place of the embedded broker. */
  readonly cluster?: ApacheKafka;
}

const LEADERS = 'leaders';
const SHORTEST_MS = 500;
const LONGEST_MS = 6_000;
/** Of each way through a slowed network. */
const LATE_MS = 150;

/** The names of all that can be broken. */
export function targetsOf({ galleria, networks, cluster }: Breakable): string[] {
  return [...galleria.processes.map(({ name }) => name), ...networks.keys(), ...targetsInCluster(cluster)];
}

/** The brokers of a cluster and who leads in it. */
export function targetsInCluster(cluster: ApacheKafka | undefined): string[] {
  return cluster === undefined ? [] : [...cluster.nodes.map(({ name }) => name), LEADERS];
}

/** Some faults at once, of different targets; those that had none yet come first. */
export function drawFaults(
  random: Random,
  { networks }: Breakable,
  from: { readonly targets: readonly string[]; readonly untouched: Set<string>; readonly mostAtOnce: number },
): Fault[] {
  const count = 1 + random.below(from.mostAtOnce);
  const first = random.some([...from.untouched], count);
  const others = from.targets.filter((name) => !first.includes(name));
  const drawn = [...first, ...random.some(others, count - first.length)];
  for (const target of drawn) from.untouched.delete(target);
  return drawn.map((target) => ({
    target,
    kind: random.pick(kindsOf(target, networks)),
    forMs: SHORTEST_MS + random.below(LONGEST_MS - SHORTEST_MS),
  }));
}

function kindsOf(target: string, networks: Breakable['networks']): readonly FaultKind[] {
  if (target === LEADERS) return ['moved'];
  return networks.has(target) ? ['cut', 'slowed'] : ['killed', 'frozen'];
}

/** Resolves when the fault itself is over: the process was killed, or may go on. The signal ends what lasts. */
export async function inject(
  { galleria, networks, cluster }: Breakable,
  { kind, target, forMs }: Fault,
  end: AbortSignal,
): Promise<void> {
  if (kind === 'moved') return createPartitionLeaders(cluster?.addresses ?? []).move();
  const network = networks.get(target);
  if (network !== undefined) {
    if (kind === 'cut') network.swallow();
    else network.slow(LATE_MS);
    await last(forMs, end);
    return network.heal();
  }
  const broker = cluster?.nodes.find(({ name }) => name === target);
  if (broker !== undefined && kind === 'killed') {
    await broker.kill();
    await last(forMs, end);
    return broker.start();
  }
  const pid = (broker ?? galleria.processes.find(({ name }) => name === target))?.pid;
  // It is just being started again, after a fault before.
  if (pid === undefined) return;
  if (kind === 'killed') return galleria.kill(target);
  const pids = [pid, ...childrenOf(pid)];
  pids.forEach((one) => signal(one, 'SIGSTOP'));
  await last(forMs, end);
  pids.forEach((one) => signal(one, 'SIGCONT'));
}

async function last(forMs: number, end: AbortSignal): Promise<void> {
  await wait(forMs, undefined, { signal: end }).catch((thrown: unknown) => {
    if (!end.aborted) throw thrown;
  });
}

/** PostgreSQL is a process for each connection: one that is frozen as a whole answers nobody. */
function childrenOf(pid: number): number[] {
  try {
    return execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line !== '')
      .map(Number);
  } catch {
    // pgrep ends with 1 when there are none.
    return [];
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (thrown) {
    // It may have ended meanwhile: the supervisor kills what does not answer.
    if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') throw thrown;
  }
}
