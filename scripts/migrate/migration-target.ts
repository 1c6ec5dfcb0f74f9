import { join } from 'node:path';
import type { Logger } from '@galleria/kit/logger';
import { parsePortBase, planPorts } from '@galleria/platform/ports';
import { isPostgresReady, startPostgres } from '@galleria/platform/postgres/embedded-postgres';
import { scratchDirectory } from '@galleria/platform/postgres/scratch-directory';
import { startTemporaryPostgres } from '@galleria/platform/postgres/temporary-postgres';
import { reachPostgres } from '@galleria/platform/servers/postgres-reach';
import { resolveStateDirectory } from '@galleria/platform/state/state-directory';
import { planEndpoints, readExternalServers } from '@galleria/platform/supervisor/formation/endpoints';
import { readProject } from '@galleria/platform/supervisor/formation/project';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Runs `work` on the server whose databases are to be migrated: the one that POSTGRES_URL names, or else this copy's
 * embedded server, which is started for the occasion when it does not run.
 */
export async function onDataServer<T>(
  root: string,
  env: Environment,
  logger: Logger,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const ports = planPorts(parsePortBase(env['PORT_BASE']), readProject(root).subgraphNames);
  const external = readExternalServers(env);
  const { postgres: url } = planEndpoints(ports, external);
  if (external.postgres !== undefined) {
    await reachPostgres(url);
    return work(url);
  }
  if (await isPostgresReady(url)) return work(url);
  const state = resolveStateDirectory(root, env['GALLERIA_STATE']);
  const server = await startPostgres({
    dataDirectory: state.postgres,
    port: ports.postgres,
    durable: true,
    logFile: join(state.logs, 'postgres.log'),
    logger,
  });
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}

/**
 * Runs `work` on a server that holds nothing and is removed afterwards, or on POSTGRES_URL's, in databases that are
 * dropped again.
 */
export async function onScratchServer<T>(
  env: Environment,
  logger: Logger,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const { postgres } = readExternalServers(env);
  if (postgres !== undefined) return work(postgres);
  const server = await startTemporaryPostgres(logger, await scratchDirectory());
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}
