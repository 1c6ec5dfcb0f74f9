import type { Logger } from '@galleria/kit/logger';
import { preparePostgres } from '../postgres/embedded-postgres.ts';
import { bundleCommand, bundleOf } from './bundle.ts';
import type { ExternalServers } from './endpoints.ts';
import {
  brokerEnvironment,
  mailboxEnvironment,
  routerEnvironment,
  storefrontEnvironment,
  subgraphEnvironment,
  type EnvironmentSources,
} from './process-environment.ts';
import { prepareDatabases, writeCheckpoint } from './prepare-databases.ts';
import type { Project } from './project.ts';
import { isSeeded, seedCommands, seedGalleria } from './seed-galleria.ts';
import type { ProcessSpecification, Specification, StepSpecification } from './specification.ts';

export interface GalleriaPlan extends EnvironmentSources {
  readonly project: Project;
  readonly external: ExternalServers;
  /** Whether an empty copy is filled with its first data. */
  readonly seed: boolean;
  readonly logger: Logger;
}

/**
 * All that one Galleria consists of. Read from top to bottom it is the order of a start, from bottom to top that of a stop:
 * databases and broker, then services and mailbox, then the router and the storefront, and at the first start the data to look at.
 */
export function galleriaSpecifications(plan: GalleriaPlan): Specification[] {
  const { external, project } = plan;
  const postgres = external.postgres === undefined ? [postgresProcess(plan)] : [];
  const databases = databasesStep(plan, namesOf(postgres));
  const broker = external.kafkaBrokers === undefined ? [brokerProcess(plan)] : [];
  const mailbox = external.smtp === undefined ? [mailboxProcess(plan)] : [];
  const foundation = namesOf([databases, ...broker]);
  const subgraphs = project.subgraphNames.map((name) => subgraphProcess(plan, name, foundation));
  const router = routerProcess(plan, namesOf(subgraphs));
  const storefront = storefrontProcess(plan);
  const running = namesOf([...subgraphs, ...mailbox, router]);
  return [...postgres, databases, ...broker, ...mailbox, ...subgraphs, router, storefront, ...seedSteps(plan, running)];
}

function postgresProcess({ ports, state, endpoints, logger }: GalleriaPlan): ProcessSpecification {
  const options = { dataDirectory: state.postgres, port: ports.postgres, durable: true, logger };
  return {
    kind: 'process',
    name: 'postgres',
    command: async () => (await preparePostgres(options)).command,
    port: ports.postgres,
    url: endpoints.postgres,
    readiness: { kind: 'postgres', url: endpoints.postgres },
    dependsOn: [],
    stopSignal: 'SIGINT',
    abandonSignal: 'SIGQUIT',
    essential: true,
  };
}

function databasesStep(plan: GalleriaPlan, dependsOn: string[]): StepSpecification {
  const { project, endpoints, external } = plan;
  const run = async () => {
    const created = await prepareDatabases(project, endpoints);
    if (created && external.postgres === undefined) void writeCheckpoint(endpoints.postgres);
  };
  return { kind: 'step', name: 'databases', run, dependsOn, essential: true };
}

function brokerProcess(plan: GalleriaPlan): ProcessSpecification {
  const { ports, endpoints, project } = plan;
  return {
    ...nodeProcess('broker', bundleOf(project, 'broker'), brokerEnvironment(plan), ports.kafka, ports.kafkaHealth),
    url: `kafka://${endpoints.kafkaBrokers}`,
    essential: true,
  };
}

function mailboxProcess(plan: GalleriaPlan): ProcessSpecification {
  const { ports, endpoints, project } = plan;
  const specification = nodeProcess('mailbox', bundleOf(project, 'mailbox'), mailboxEnvironment(plan), ports.mailbox);
  return { ...specification, url: endpoints.mailbox };
}

function subgraphProcess(plan: GalleriaPlan, name: string, dependsOn: string[]): ProcessSpecification {
  const { ports, endpoints, project } = plan;
  const port = ports.subgraphs[name] ?? 0;
  const specification = nodeProcess(name, bundleOf(project, name), subgraphEnvironment(plan, name), port);
  return { ...specification, url: endpoints.subgraphs[name] ?? '', dependsOn };
}

function routerProcess(plan: GalleriaPlan, dependsOn: string[]): ProcessSpecification {
  const { ports, endpoints, project } = plan;
  const specification = nodeProcess('router', bundleOf(project, 'router'), routerEnvironment(plan), ports.router);
  return { ...specification, url: endpoints.graph, dependsOn };
}

/** It needs nobody: without the router it says so to its visitors. */
function storefrontProcess(plan: GalleriaPlan): ProcessSpecification {
  const { ports, endpoints, project } = plan;
  const bundle = bundleOf(project, 'storefront');
  const specification = nodeProcess('storefront', bundle, storefrontEnvironment(plan), ports.storefront);
  return { ...specification, url: endpoints.storefront };
}

function seedSteps(plan: GalleriaPlan, dependsOn: string[]): StepSpecification[] {
  const { endpoints, seed, state } = plan;
  if (!seed || seedCommands(plan).length === 0 || isSeeded(state, endpoints)) return [];
  return [{ kind: 'step', name: 'seed', run: (signal) => seedGalleria(plan, signal), dependsOn, essential: false }];
}

function nodeProcess(
  name: string,
  bundle: string,
  env: Readonly<Record<string, string>>,
  port: number,
  healthPort = port,
): ProcessSpecification {
  return {
    kind: 'process',
    name,
    command: async () => bundleCommand(bundle, env),
    port,
    url: `http://127.0.0.1:${port}`,
    readiness: { kind: 'http', url: `http://127.0.0.1:${healthPort}/ready` },
    dependsOn: [],
    stopSignal: 'SIGTERM',
    essential: false,
  };
}

function namesOf(specifications: readonly Specification[]): string[] {
  return specifications.map(({ name }) => name);
}
