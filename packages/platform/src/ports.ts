import { isRefusedByBrowsers } from './refused-ports.ts';

/** Where every process of one Galleria listens. All of them move together with the base. */
export interface PortPlan {
  readonly base: number;
  readonly router: number;
  /** By subgraph name, in the order of supergraph.yaml. */
  readonly subgraphs: Readonly<Record<string, number>>;
  /** By the name of a subgraph that runs several times: where its second process listens, its third, … */
  readonly replicas: Readonly<Record<string, readonly number[]>>;
  readonly smtp: number;
  readonly postgres: number;
  readonly mailbox: number;
  readonly storefront: number;
  readonly kafka: number;
  /** The broker speaks Kafka's protocol only, so its health is answered beside it. */
  readonly kafkaHealth: number;
}

export const DEFAULT_PORT_BASE = 4000;

const OFFSETS = { smtp: 25, postgres: 32, mailbox: 80, storefront: 90, kafka: 92, kafkaHealth: 93 } as const;
const HIGHEST_OFFSET = OFFSETS.kafkaHealth;
const MOST_SUBGRAPHS = OFFSETS.smtp - 1;
const LOWEST_BASE = 1024;
const HIGHEST_PORT = 65_535;
const HIGHEST_BASE = HIGHEST_PORT - HIGHEST_OFFSET;
/** The second process of the subgraph on 4004 listens on 4104, the third on 4204. */
const BETWEEN_REPLICAS = 100;
/** Two copies whose bases are so far apart have no port in common, unless one has replicas. */
const BETWEEN_BASES = 100;

/** A port base, or a list of subgraphs, that no plan can be made for. */
export class PortPlanError extends Error {
  override readonly name = 'PortPlanError';
  readonly code = 'PORT_PLAN_IMPOSSIBLE';
  readonly kind = 'invalid';
  readonly retriable = false;
}

/**
 * The one place where ports are decided: the router on `base`, the subgraphs after it, the rest at fixed distances, and
 * further processes of a subgraph hundreds above its first. Throws `PortPlanError`, also for a base that puts one of
 * ours on a port where no browser would find it.
 */
export function planPorts(
  base: number,
  subgraphNames: readonly string[],
  replicas: Readonly<Record<string, number>> = {},
): PortPlan {
  if (!Number.isInteger(base) || base < LOWEST_BASE || base > HIGHEST_BASE) {
    throw new PortPlanError(`PORT_BASE is ${base}; a whole number from ${LOWEST_BASE} to ${HIGHEST_BASE} is allowed.`);
  }
  if (subgraphNames.length > MOST_SUBGRAPHS) {
    throw new PortPlanError(`${subgraphNames.length} subgraphs do not fit: there are ports for ${MOST_SUBGRAPHS}.`);
  }
  const plan = layOut(base, subgraphNames, replicas);
  const highest = Math.max(...Object.values(portsOfPlan(plan)));
  if (highest > HIGHEST_PORT) {
    throw new PortPlanError(`Port ${highest} would be needed for replicas; choose a lower PORT_BASE.`);
  }
  const refused = Object.entries(webPorts(plan)).find(([, port]) => isRefusedByBrowsers(port));
  if (refused === undefined) return plan;
  const [next] = basesElsewhere(plan);
  throw new PortPlanError(
    `PORT_BASE=${base} puts ${refused[0]} on port ${refused[1]}, which browsers and fetch refuse to open. ` +
      `Choose another: PORT_BASE=${next ?? DEFAULT_PORT_BASE} npm start`,
  );
}

/**
 * Bases at which the same processes can be planned: those above, at round numbers, nearest first, and at last the usual
 * one.
 */
export function basesElsewhere(plan: PortPlan, step = BETWEEN_BASES): number[] {
  const next = (Math.floor(plan.base / step) + 1) * step;
  const above = Array.from({ length: Math.floor(HIGHEST_BASE / step) }, (_, index) => next + step * index);
  const isPlannable = (base: number) =>
    Object.values(webPorts(movePlan(plan, base))).every((port) => port <= HIGHEST_PORT && !isRefusedByBrowsers(port));
  return [...above.filter((base) => base <= HIGHEST_BASE), DEFAULT_PORT_BASE].filter(isPlannable);
}

/** The same processes above another base. */
export function movePlan({ subgraphs, replicas }: PortPlan, base: number): PortPlan {
  const counts = Object.entries(replicas).map(([name, ports]) => [name, ports.length + 1] as const);
  return layOut(base, Object.keys(subgraphs), Object.fromEntries(counts));
}

/** Every port of a plan, by the name of the process and what it is for. */
export function portsOfPlan(plan: PortPlan): Record<string, number> {
  const { smtp, postgres, kafka, kafkaHealth } = plan;
  return { ...webPorts(plan), smtp, postgres, broker: kafka, 'broker health': kafkaHealth };
}

/** Those that speak HTTP with browsers or with `fetch`. */
function webPorts({ router, subgraphs, replicas, storefront, mailbox }: PortPlan): Record<string, number> {
  const further = Object.entries(replicas).flatMap(([name, ports]) =>
    ports.map((port, index) => [`${name}-${index + 2}`, port] as const),
  );
  return { router, ...subgraphs, ...Object.fromEntries(further), storefront, mailbox };
}

function layOut(base: number, subgraphNames: readonly string[], replicas: Readonly<Record<string, number>>): PortPlan {
  const subgraphs = Object.fromEntries(subgraphNames.map((name, index) => [name, base + 1 + index]));
  return {
    base,
    router: base,
    subgraphs,
    replicas: planReplicas(subgraphs, replicas),
    smtp: base + OFFSETS.smtp,
    postgres: base + OFFSETS.postgres,
    mailbox: base + OFFSETS.mailbox,
    storefront: base + OFFSETS.storefront,
    kafka: base + OFFSETS.kafka,
    kafkaHealth: base + OFFSETS.kafkaHealth,
  };
}

function planReplicas(
  subgraphs: Readonly<Record<string, number>>,
  replicas: Readonly<Record<string, number>>,
): Record<string, number[]> {
  const planned = Object.entries(replicas).map(([name, count]) => {
    const first = subgraphs[name] ?? 0;
    return [name, Array.from({ length: count - 1 }, (_, index) => first + BETWEEN_REPLICAS * (index + 1))] as const;
  });
  return Object.fromEntries(planned);
}

/** Reads PORT_BASE; absent or empty means the default. */
export function parsePortBase(text: string | undefined): number {
  if (text === undefined || text.trim() === '') return DEFAULT_PORT_BASE;
  if (!/^\d+$/.test(text.trim())) {
    throw new PortPlanError(
      `PORT_BASE is "${text}"; a whole number from ${LOWEST_BASE} to ${HIGHEST_BASE} is allowed.`,
    );
  }
  return Number(text.trim());
}
