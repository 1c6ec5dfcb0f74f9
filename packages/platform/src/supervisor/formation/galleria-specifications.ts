import { preparePostgres } from '../../postgres/embedded-postgres.ts';
import { bundleOf } from './bundle.ts';
import { nodeProcess } from '../process/node-process.ts';
import { brokerEnvironment, mailboxEnvironment, storefrontEnvironment } from '../process/process-environment.ts';
import { prepareDatabases, writeCheckpoint } from '../prepare-databases.ts';
import type { GalleriaPlan } from './galleria-plan.ts';
import { isSeeded, seedCommands, seedGalleria } from '../seed-galleria.ts';
import { serviceSpecifications } from './service-specifications.ts';
import type { ProcessSpecification, Specification, StepSpecification } from './specification.ts';

/**
 * All that a run of Galleria consists of. Read from top to bottom it is the order of a start, from bottom to top that
 * of a stop: databases and broker, then services and mailbox, then the router and the storefront, and at the first
 * start the data to look at.
 */
export function galleriaSpecifications(plan: GalleriaPlan): Specification[] {
  const { external, formation } = plan;
  const foundation = formation.subgraphs.length === 0 ? [] : foundationSpecifications(plan);
  const mailbox = formation.mailbox && external.smtp === undefined ? [mailboxProcess(plan)] : [];
  const services = serviceSpecifications(plan, namesOf(foundation));
  const storefront = formation.storefront ? [storefrontProcess(plan)] : [];
  const seed = seedSteps(plan, namesOf([...services, ...mailbox]));
  return [...foundation, ...mailbox, ...services, ...storefront, ...seed];
}

/** What every subgraph stands on. */
function foundationSpecifications(plan: GalleriaPlan): Specification[] {
  const { external } = plan;
  const postgres = external.postgres === undefined ? [postgresProcess(plan)] : [];
  const broker = external.kafkaBrokers === undefined ? [brokerProcess(plan)] : [];
  return [...postgres, databasesStep(plan, namesOf(postgres)), ...broker];
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
  const { project, endpoints, external, formation } = plan;
  const run = async () => {
    const created = await prepareDatabases(project, endpoints, formation.subgraphs);
    if (created && external.postgres === undefined) void writeCheckpoint(endpoints.postgres);
  };
  return { kind: 'step', name: 'databases', run, dependsOn, essential: true };
}

function brokerProcess(plan: GalleriaPlan): ProcessSpecification {
  const { ports, endpoints, project } = plan;
  return {
    ...nodeProcess({
      name: 'broker',
      bundle: bundleOf(project, 'broker'),
      env: brokerEnvironment(plan),
      port: ports.kafka,
      healthPort: ports.kafkaHealth,
    }),
    alsoListensOn: { 'broker health': ports.kafkaHealth },
    url: `kafka://${endpoints.kafkaBrokers}`,
    essential: true,
  };
}

function mailboxProcess(plan: GalleriaPlan): ProcessSpecification {
  const { ports, endpoints, project } = plan;
  const env = mailboxEnvironment(plan);
  const specification = nodeProcess({
    name: 'mailbox',
    bundle: bundleOf(project, 'mailbox'),
    env,
    port: ports.mailbox,
  });
  return { ...specification, alsoListensOn: { smtp: ports.smtp }, url: endpoints.mailbox };
}

/** It needs nobody: without the router it says so to its visitors. */
function storefrontProcess(plan: GalleriaPlan): ProcessSpecification {
  const { ports, endpoints, project } = plan;
  const bundle = bundleOf(project, 'storefront');
  const env = storefrontEnvironment(plan);
  const specification = nodeProcess({ name: 'storefront', bundle, env, port: ports.storefront });
  return { ...specification, url: endpoints.storefront };
}

function seedSteps(plan: GalleriaPlan, dependsOn: string[]): StepSpecification[] {
  const { endpoints, seed, state } = plan;
  if (!seed || seedCommands(plan).length === 0 || isSeeded(state, endpoints)) return [];
  return [{ kind: 'step', name: 'seed', run: (signal) => seedGalleria(plan, signal), dependsOn, essential: false }];
}

function namesOf(specifications: readonly Specification[]): string[] {
  return specifications.map(({ name }) => name);
}
