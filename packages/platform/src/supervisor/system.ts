import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger, type Logger } from '@galleria/kit/logger';
import { withoutPassword } from '@galleria/kit/servers/server-url';
import { DEFAULT_PORT_BASE, planPorts } from '../ports.ts';
import { loadSecrets } from '../state/secrets.ts';
import { createStateDirectory, resolveStateDirectory } from '../state/state-directory.ts';
import { acquireSupervisorLock } from '../state/supervisor-lock.ts';
import { requireValidSettings, settingsLeftOut } from './check-settings.ts';
import { planEndpoints, readExternalServers, type ExternalServers } from './formation/endpoints.ts';
import { galleriaSpecifications } from './formation/galleria-specifications.ts';
import { parseLiveness } from './process/liveness.ts';
import type { NetworkOf } from './process/process-environment.ts';
import { planFormation, type FormationOptions } from './formation/formation.ts';
import { requireFreePorts, requireUsableServers, stopLeftovers } from './prepare-start.ts';
import { readProject, type Project } from './formation/project.ts';
import { runGalleria, type Galleria, type GalleriaEvent } from './running-galleria.ts';

export interface GalleriaOptions extends FormationOptions {
  /** Where all ports begin; 4000 unless told. */
  readonly portBase?: number;
  /** `.galleria` in the project's folder unless told. */
  readonly stateDirectory?: string;
  /**
   * Every process gets of it what `givenEnvironment` says. POSTGRES_URL, KAFKA_BROKERS and SMTP_URL in it replace the
   * embedded servers.
   */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a copy that has no data yet is given some; true unless told. */
  readonly seed?: boolean;
  readonly onEvent?: (event: GalleriaEvent) => void;
  /** Aborted while it starts: what has started is stopped, and the start rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Bundles other than those in dist/: a development session has its own. */
  readonly bundleOf?: (process: string) => string | undefined;
  /** A folder inside the project; that of this file unless told. */
  readonly projectFrom?: string;
  /** Used where each process has one of its own. */
  readonly networkOf?: NetworkOf;
}

/**
 * Starts one complete Galleria from the bundles in dist/ (`npm run build`), and resolves when each process is ready or
 * has failed to become so. Throws `AlreadyRunningError`, `ConfigError`, `FormationError`, `PortPlanError`,
 * `PortsTakenError`, `StartFailedError` and SERVER_UNUSABLE; nothing of it runs then.
 */
export async function startGalleria(options: GalleriaOptions): Promise<Galleria> {
  const { env, seed = true, onEvent = () => undefined } = options;
  const project = projectOf(options);
  const formation = planFormation(options, project.subgraphNames);
  const ports = planPorts(options.portBase ?? DEFAULT_PORT_BASE, project.subgraphNames, formation.replicas);
  await requireValidSettings(project, env);
  const state = resolveStateDirectory(project.root, options.stateDirectory);
  await createStateDirectory(state);
  const lock = acquireSupervisorLock(state.lockFile);
  try {
    const leftovers = await stopLeftovers(state);
    if (leftovers.length > 0) onEvent({ type: 'orphans', names: leftovers });
    const leftOut = settingsLeftOut(env);
    if (leftOut.length > 0) onEvent({ type: 'left-out', settings: leftOut });
    const external = readExternalServers(env);
    const urls = planEndpoints(ports, external);
    const secrets = await loadSecrets(state.secretsFile);
    const logger = fileLogger(join(state.logs, 'supervisor.log'));
    const network = options.networkOf === undefined ? {} : { networkOf: options.networkOf };
    const decided = { base: env, ports, endpoints: urls, secrets, state, project, external, formation, seed, logger };
    const specifications = galleriaSpecifications({ ...decided, ...network });
    await requireFreePorts(specifications, ports);
    await requireUsableServers(external);
    return await runGalleria({
      specifications,
      formation,
      run: { portBase: ports.base, startedAt: new Date().toISOString(), external: listExternal(external) },
      state,
      urls,
      ports,
      workingDirectory: project.root,
      livenessMs: parseLiveness(env['LIVENESS_SECONDS']),
      logger,
      onEvent,
      onStopped: () => lock.release(),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch (error) {
    lock.release();
    throw error;
  }
}

function projectOf({ projectFrom = import.meta.dirname, bundleOf }: GalleriaOptions): Project {
  return { ...readProject(projectFrom), ...(bundleOf === undefined ? {} : { bundleOf }) };
}

function listExternal({ postgres, kafkaBrokers, smtp }: ExternalServers): { name: string; url: string }[] {
  return [
    ...(postgres === undefined ? [] : [{ name: 'postgres', url: withoutPassword(postgres) }]),
    ...(kafkaBrokers === undefined ? [] : [{ name: 'broker', url: `kafka://${kafkaBrokers}` }]),
    ...(smtp === undefined ? [] : [{ name: 'smtp', url: withoutPassword(smtp) }]),
  ];
}

function fileLogger(file: string): Logger {
  return createLogger({ service: 'supervisor' }, { write: (line) => appendFileSync(file, line) });
}
