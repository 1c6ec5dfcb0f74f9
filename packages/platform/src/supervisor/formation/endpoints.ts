import { ConfigError } from '@galleria/kit/config';
import { postgresUrlProblem } from '@galleria/kit/database/postgres-url';
import { parseBrokerList } from '@galleria/kit/servers/broker-list';
import { serverUrlProblem } from '@galleria/kit/servers/server-url';
import { databaseUrl, serviceDatabaseName } from '../../postgres/databases.ts';
import type { PortPlan } from '../../ports.ts';

/** Where everything of one running Galleria is found. */
export interface Endpoints {
  /** For people and clients. */
  readonly graph: string;
  readonly sandbox: string;
  readonly mailbox: string;
  /** The shop's own pages. */
  readonly storefront: string;
  /** GraphQL, by subgraph: its first process. */
  readonly subgraphs: Readonly<Record<string, string>>;
  /** GraphQL, by subgraph: all its processes. */
  readonly instances: Readonly<Record<string, readonly string[]>>;
  /** The server's URL; whatever database it names is replaced by a service's own. */
  readonly postgres: string;
  readonly kafkaBrokers: string;
  readonly smtp: string;
}

/** Servers that somebody else runs, in place of the embedded ones. */
export interface ExternalServers {
  readonly postgres?: string;
  readonly kafkaBrokers?: string;
  readonly smtp?: string;
}

export function planEndpoints(ports: PortPlan, external: ExternalServers): Endpoints {
  const subgraphs = Object.entries(ports.subgraphs).map(([name, port]) => [name, graphqlUrl(port)]);
  const instances = Object.entries(ports.subgraphs).map(([name, port]) => [
    name,
    [port, ...(ports.replicas[name] ?? [])].map(graphqlUrl),
  ]);
  return {
    graph: `http://localhost:${ports.router}/graphql`,
    sandbox: `http://localhost:${ports.router}/`,
    mailbox: `http://localhost:${ports.mailbox}/`,
    storefront: `http://localhost:${ports.storefront}/`,
    subgraphs: Object.fromEntries(subgraphs) as Record<string, string>,
    instances: Object.fromEntries(instances) as Record<string, string[]>,
    postgres: external.postgres ?? `postgresql://postgres@127.0.0.1:${ports.postgres}`,
    kafkaBrokers: external.kafkaBrokers ?? `127.0.0.1:${ports.kafka}`,
    smtp: external.smtp ?? `smtp://127.0.0.1:${ports.smtp}`,
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * POSTGRES_URL, KAFKA_BROKERS and SMTP_URL, where they are given. Throws `ConfigError` with all that is wrong with
 * them.
 */
export function readExternalServers(env: Environment): ExternalServers {
  const problems = Object.entries(externalServerProblems(env)).map(([name, problem]) => `${name} ${problem}`);
  if (problems.length > 0) throw new ConfigError(problems);
  const { POSTGRES_URL: postgres, KAFKA_BROKERS: kafkaBrokers, SMTP_URL: smtp } = env;
  return {
    ...(isGiven(postgres) ? { postgres: postgres.trim() } : {}),
    ...(isGiven(kafkaBrokers) ? { kafkaBrokers: (parseBrokerList(kafkaBrokers).brokers ?? []).join(',') } : {}),
    ...(isGiven(smtp) ? { smtp: smtp.trim() } : {}),
  };
}

/** What is wrong with the settings that name servers, by their names. */
export function externalServerProblems(env: Environment): Readonly<Record<string, string>> {
  const checks = {
    POSTGRES_URL: postgresUrlProblem,
    KAFKA_BROKERS: (text: string) => parseBrokerList(text).problem,
    SMTP_URL: (text: string) => serverUrlProblem(text, ['smtp', 'smtps']),
  };
  const found = Object.entries(checks).flatMap(([name, problemOf]) => {
    const text = env[name];
    const problem = isGiven(text) ? problemOf(text) : undefined;
    return problem === undefined ? [] : [[name, problem] as const];
  });
  return Object.fromEntries(found);
}

export function serviceDatabaseUrl(endpoints: Endpoints, service: string): string {
  return databaseUrl(endpoints.postgres, serviceDatabaseName(service));
}

function graphqlUrl(port: number): string {
  return `http://127.0.0.1:${port}/graphql`;
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}
