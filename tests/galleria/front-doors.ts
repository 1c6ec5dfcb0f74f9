import { resolve } from 'node:path';
import { loadSecrets } from '@galleria/platform/state/secrets';
import { freePort } from '@galleria/platform/testing/network/free-port';
import { bundleOf } from '@galleria/platform/supervisor/formation/bundle';
import { readProject } from '@galleria/platform/supervisor/formation/project';
import { pidOf, type ProcessState } from '@galleria/platform/supervisor/process/process-state';
import { nodeProcess } from '@galleria/platform/supervisor/process/node-process';
import { routerEnvironment, storefrontEnvironment } from '@galleria/platform/supervisor/process/process-environment';
import type { Galleria } from '@galleria/platform/supervisor/running-galleria';
import { createSupervisor } from '@galleria/platform/supervisor/supervisor';
import { startBalancer } from './balancer.ts';
import { eventually } from './eventually.ts';

export interface FrontDoors {
  /** Of the balancer before the two routers. */
  readonly graph: string;
  /** Of the balancer before the two storefronts, which ask the routers' balancer. */
  readonly storefront: string;
  /** The four processes. */
  readonly names: readonly string[];
  /** Ends a process with SIGTERM and has another one take its place, which is ready when this resolves. */
  restart(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** Two routers and two storefronts of their own before the services of a running Galleria. */
export async function startFrontDoors(galleria: Galleria): Promise<FrontDoors> {
  const project = readProject(resolve(import.meta.dirname, '../..'));
  const { ports, urls: endpoints, state } = galleria;
  const secrets = await loadSecrets(state.secretsFile);
  const sources = { base: { PATH: process.env['PATH'] }, ports, endpoints, secrets, state };
  const twins = async (kind: string, env: Readonly<Record<string, string>>) =>
    Promise.all(
      ['a', 'b'].map(async (letter) => {
        const port = await freePort();
        const own = { ...env, PORT: String(port) };
        return nodeProcess({ name: `${kind}-${letter}`, bundle: bundleOf(project, kind), env: own, port });
      }),
    );
  const routers = await twins('router', routerEnvironment(sources));
  const graph = await startBalancer(routers.map(({ url }) => url));
  const storefronts = await twins('storefront', { ...storefrontEnvironment(sources), ROUTER_URL: graph.url });
  const storefront = await startBalancer(storefronts.map(({ url }) => url));
  const supervisor = createSupervisor({
    specifications: [...routers, ...storefronts],
    logDirectory: state.logs,
    workingDirectory: project.root,
  });
  await supervisor.start();
  const stateOf = (name: string): ProcessState =>
    supervisor.statuses().find((each) => each.specification.name === name)?.state ?? { kind: 'waiting' };
  return {
    graph: `${graph.url}/graphql`,
    storefront: storefront.url,
    names: [...routers, ...storefronts].map(({ name }) => name),
    restart: async (name) => {
      // By the process: that none was ready in between may last for less time than passes between two looks.
      const before = pidOf(stateOf(name));
      supervisor.replace(name);
      const isAnother = (state = stateOf(name)) => state.kind === 'ready' && state.pid !== before;
      await eventually(() => (isAnother() ? true : undefined), `another ${name} to be ready`);
    },
    stop: async () => {
      await supervisor.stop();
      await Promise.all([graph.stop(), storefront.stop()]);
    },
  };
}
