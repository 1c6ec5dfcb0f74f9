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
const HIGHEST_BASE = 65_535 - HIGHEST_OFFSET;
/** The second process of the subgraph on 4004 listens on 4104, the third on 4204. */
const BETWEEN_REPLICAS = 100;

/** A port base, or a list of subgraphs, that no plan can be made for. */
export class PortPlanError extends Error {
  override readonly name = 'PortPlanError';
  readonly code = 'PORT_PLAN_IMPOSSIBLE';
  readonly kind = 'invalid';
  readonly retriable = false;
}

/**
 * The one place where ports are decided: the router on `base`, the subgraphs after it, the rest at fixed distances, and further
 * processes of a subgraph hundreds above its first.
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
  const highest = Math.max(0, ...planned.flatMap(([, ports]) => ports));
  if (highest > 65_535)
    throw new PortPlanError(`Port ${highest} would be needed for replicas; choose a lower PORT_BASE.`);
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
