import type { Secrets } from '../../state/secrets.ts';
import type { StateDirectory } from '../../state/state-directory.ts';
import type { PortPlan } from '../../ports.ts';
import { givenEnvironment } from './given-environment.ts';
import { serviceDatabaseUrl, type Endpoints } from '../formation/endpoints.ts';

export interface EnvironmentSources {
  /** The caller's own environment, of which `givenEnvironment` passes on what is meant for the processes. */
  readonly base: Readonly<Record<string, string | undefined>>;
  readonly ports: PortPlan;
  readonly endpoints: Endpoints;
  readonly secrets: Secrets;
  readonly state: StateDirectory;
  readonly networkOf?: NetworkOf;
}

/** Other addresses by which one process, such as `orders-2`, reaches a server: through a network of its own. */
export type NetworkOf = (process: string) => Partial<Pick<Endpoints, 'postgres' | 'kafkaBrokers'>>;

type Environment = Record<string, string>;

export function subgraphEnvironment(
  sources: EnvironmentSources,
  name: string,
  port = sources.ports.subgraphs[name],
): Environment {
  return { ...sharedEnvironment(sources), ...ownSubgraphEnvironment(sources, name, port) };
}

/** What a subgraph's environment has of its own. */
export function ownSubgraphEnvironment(
  sources: EnvironmentSources,
  name: string,
  port = sources.ports.subgraphs[name],
): Environment {
  const { endpoints } = sources;
  return {
    PORT: String(port),
    POSTGRES_URL: serviceDatabaseUrl(endpoints, name),
    KAFKA_BROKERS: endpoints.kafkaBrokers,
    ...(name === 'orders' ? { USERS_URL: endpoints.subgraphs['users'] ?? '' } : {}),
    ...(name === 'notifications' ? { SMTP_URL: endpoints.smtp, STOREFRONT_URL: endpoints.storefront } : {}),
  };
}

export function routerEnvironment(sources: EnvironmentSources): Environment {
  return { ...sharedEnvironment(sources), ...ownRouterEnvironment(sources) };
}

/** What the router's environment has of its own. */
export function ownRouterEnvironment(sources: EnvironmentSources): Environment {
  const { graph, instances } = sources.endpoints;
  const urls = Object.entries(instances).map(([name, addresses]) => `${name}=${addresses.join(',')}`);
  return {
    PORT: String(sources.ports.router),
    SUBGRAPH_URLS: urls.join(','),
    JWKS_URL: (instances['users'] ?? [graph]).map((url) => new URL('/.well-known/jwks.json', url).href).join(','),
    KAFKA_BROKERS: sources.endpoints.kafkaBrokers,
    APOLLO_TELEMETRY_DISABLED: '1',
  };
}

export function brokerEnvironment(sources: EnvironmentSources): Environment {
  const { ports, state } = sources;
  return {
    ...sharedEnvironment(sources),
    KAFKA_HOST: '127.0.0.1',
    KAFKA_PORT: String(ports.kafka),
    KAFKA_DATA_DIRECTORY: state.kafka,
    HEALTH_PORT: String(ports.kafkaHealth),
  };
}

export function mailboxEnvironment(sources: EnvironmentSources): Environment {
  const { ports, state } = sources;
  return {
    ...sharedEnvironment(sources),
    PORT: String(ports.mailbox),
    SMTP_PORT: String(ports.smtp),
    MAILBOX_DIRECTORY: state.mailbox,
  };
}

export function storefrontEnvironment(sources: EnvironmentSources): Environment {
  const { endpoints, ports } = sources;
  return {
    ...sharedEnvironment(sources),
    PORT: String(ports.storefront),
    ROUTER_URL: new URL(endpoints.graph).origin,
    IMAGES_SERVER_URL: new URL(endpoints.subgraphs['products'] ?? endpoints.graph).origin,
  };
}

/** For a program that fills the running system with its first data. */
export function seedEnvironment(sources: EnvironmentSources): Environment {
  const { endpoints } = sources;
  return { ...sharedEnvironment(sources), GRAPH_URL: endpoints.graph, PORT_BASE: String(sources.ports.base) };
}

/** What every process of ours is given. */
export function sharedEnvironment({ base, secrets }: EnvironmentSources): Environment {
  return { LOG_LEVEL: 'info', NODE_ENV: 'development', ...secrets, ...givenEnvironment(base) };
}
