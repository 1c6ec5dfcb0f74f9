/** Which of Galleria's processes a run has, and how many of each. */
export interface Formation {
  /** Those that run, in the order of supergraph.yaml. */
  readonly subgraphs: readonly string[];
  readonly router: boolean;
  readonly storefront: boolean;
  readonly mailbox: boolean;
  /** Subgraphs that run more than once, and how often. */
  readonly replicas: Readonly<Record<string, number>>;
  /** Whether subgraphs and router share one process. */
  readonly singleProcess: boolean;
  /** Whether all that belongs to Galleria runs. */
  readonly complete: boolean;
}

export interface FormationOptions {
  /** Names of subgraphs, `router`, `storefront` and `mailbox`; all of them when absent. */
  readonly only?: readonly string[];
  /** Subgraph → processes. */
  readonly replicas?: Readonly<Record<string, number>>;
  readonly singleProcess?: boolean;
}

/** A choice of processes that cannot be started. */
export class FormationError extends Error {
  override readonly name = 'FormationError';
  readonly code = 'FORMATION_IMPOSSIBLE';
  readonly kind = 'invalid';
  readonly retriable = false;
}

/** Replicas have ports up to base + 924, so that a second copy of Galleria fits 1000 above. */
const MOST_REPLICAS = 9;

/**
 * Decides what runs. PostgreSQL and the broker run when a subgraph does, the mailbox when notifications does, which
 * sends to it. Throws `FormationError`, which lists the names there are, when something else was asked for.
 */
export function planFormation(options: FormationOptions, subgraphNames: readonly string[]): Formation {
  const known = [...subgraphNames, 'router', 'storefront', 'mailbox'];
  const only = options.only ?? known;
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new FormationError(`${unknownNames('--only', unknown)}; there are ${known.join(', ')}.`);
  if (only.length === 0) throw new FormationError(`--only names nothing; there are ${known.join(', ')}.`);
  const subgraphs = subgraphNames.filter((name) => only.includes(name));
  const { replicas = {}, singleProcess = false } = options;
  requireReplicasFit(replicas, subgraphNames, subgraphs);
  if (singleProcess && Object.keys(replicas).length > 0) {
    throw new FormationError(
      '--single-process and --replicas exclude each other: one process holds one of each service.',
    );
  }
  if (singleProcess && subgraphs.length === 0 && !only.includes('router')) {
    throw new FormationError('--single-process needs a subgraph or the router to run in it.');
  }
  return {
    subgraphs,
    router: only.includes('router'),
    storefront: only.includes('storefront'),
    mailbox: only.includes('mailbox') || subgraphs.includes('notifications'),
    replicas,
    singleProcess,
    complete: known.every((name) => only.includes(name)),
  };
}

function requireReplicasFit(
  replicas: Readonly<Record<string, number>>,
  subgraphNames: readonly string[],
  subgraphs: readonly string[],
): void {
  const names = Object.keys(replicas);
  const unknown = names.filter((name) => !subgraphNames.includes(name));
  if (unknown.length > 0) {
    throw new FormationError(
      `${unknownNames('--replicas', unknown)}; several processes are possible of ${subgraphNames.join(', ')}.`,
    );
  }
  const absent = names.filter((name) => !subgraphs.includes(name));
  if (absent.length > 0) throw new FormationError(`--replicas names ${absent.join(', ')}, which --only leaves out.`);
  for (const [name, count] of Object.entries(replicas)) {
    if (Number.isInteger(count) && count >= 1 && count <= MOST_REPLICAS) continue;
    throw new FormationError(`--replicas ${name}=${count}: a whole number from 1 to ${MOST_REPLICAS} is allowed.`);
  }
}

function unknownNames(option: string, names: readonly string[]): string {
  return `${option} names ${names.map((name) => `"${name}"`).join(', ')}, which ${names.length === 1 ? 'is' : 'are'} not known`;
}
