import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { ConfigError, loadConfig, processSettings, type Environment } from '@galleria/kit/config';
import { z } from 'zod';
import { ADDRESS_FORMS, parseInstanceAddress } from './subgraphs/discovery/instance-address.ts';
import { trafficSettings } from './subgraphs/traffic/traffic.ts';

const SANDBOX_ORIGIN = 'https://studio.apollographql.com';
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });
const limit = z.coerce.number().int().min(1);
/** In a minute; 0 for no limit. */
const allowance = z.coerce.number().int().min(0).default(0);

const routerSettings = {
  ...processSettings,
  PORT: processSettings.PORT.default(4000),
  /** Absent: the file of the checkout that this module belongs to. */
  SUPERGRAPH_FILE: z.string().optional(),
  /** Absent: where the build of the checkout puts it. Holds what the landing page runs in the browser. */
  LANDING_PAGE_FOLDER: z.string().optional(),
  /**
   * "users=http://127.0.0.1:4001/graphql,products=…": where subgraphs are, if not where the supergraph says. A subgraph
   * may have several addresses: "orders=http://a/graphql,http://b/graphql,users=…", and names in DNS that stand for
   * several: "orders=dns+http://orders:4000/graphql"; docs/guides/traffic.md.
   */
  SUBGRAPH_URLS: z.string().default('').transform(parseSubgraphUrls),
  /** Processes that share the port, one for each core that the router may use. */
  ROUTER_WORKERS: z.coerce.number().int().min(1).max(128).default(1),
  /** How often the supergraph's file is looked at for a new one; 0 for never. */
  SUPERGRAPH_POLL_MS: z.coerce.number().int().min(0).default(500),
  ...trafficSettings,
  /** Whose queries share the calls of subgraphs that are under way and the same to the letter; decision 046. */
  SHARED_CALLS: z.enum(['none', 'visitors', 'all']).default('visitors'),
  /** What entities may take in memory that services say to be for everybody, for visitors; with 0 none is kept. */
  ENTITY_CACHE_MIB: z.coerce.number().min(0).default(0),
  /** `galleria` is the router's own engine, `apollo` the stock gateway that it is compared with. */
  ROUTER_ENGINE: z.enum(['galleria', 'apollo']).default('galleria'),
  /** What plans operations for the own engine; `auto` is Hive's, and Apollo's for what that one cannot do. */
  ROUTER_PLANNER: z.enum(['auto', 'hive', 'apollo']).default('auto'),
  /** The subgraph that keeps the sessions of browsers: the only one that gets their cookie, and that may set it. */
  SESSION_SERVICE: z.string().default('users'),
  /** Where users publishes the keys of access tokens; several addresses, or a name for them, where it has instances. */
  JWKS_URL: z.string().default('http://localhost:4001/.well-known/jwks.json').transform(parseAddresses),
  TOKEN_ISSUER: z.string().default('galleria'),
  TOKEN_AUDIENCE: z.string().default('galleria-graph'),
  /** A YAML file that says whose tokens are believed beside those of users; docs/guides/authentication.md. */
  TOKEN_ISSUERS: z.string().default(''),
  /** Web pages of these origins may call the graph. */
  ALLOWED_ORIGINS: z.string().default('').transform(parseOrigins),
  /**
   * Addresses or networks (CIDR) of the proxies in front: only their X-Forwarded-For tells where a client is. None:
   * whoever connects is the client.
   */
  TRUSTED_PROXIES: z.string().default('').transform(parseNetworks),
  /**
   * Files with the operations that clients were built with (Apollo's manifests, separated by commas): planned before
   * anybody asks, and a new supergraph that breaks one is refused.
   */
  PERSISTED_OPERATIONS: z.string().default('').transform(listOf),
  /** `persisted`: nothing else than those is answered. */
  ALLOWED_OPERATIONS: z.enum(['any', 'persisted']).default('any'),
  /** What queries that clients teach by their hash (APQ) may take in memory, about; with 0 none is learned. */
  PERSISTED_QUERY_CACHE_MIB: z.coerce.number().min(0).default(30),
  /**
   * Where each process of the router writes how often who asked for what, for `npm run contracts -- --usage`. Empty:
   * nobody counts.
   */
  OPERATION_USAGE_FOLDER: z.string().default(''),
  /** An ES module whose default export decides about the graph's policies (`@policy`); docs/security.md. */
  POLICY_MODULE: z.string().default(''),
  /** An endpoint that is asked about those that the module leaves open, or about all of them. */
  POLICY_URL: z.union([z.literal(''), httpUrl]).default(''),
  /** How long it may take to decide about all policies of an operation, which are denied then. */
  POLICY_TIMEOUT_MS: z.coerce.number().int().min(1).max(60_000).default(500),
  /** Of requests that went well, the share that has a line in the access log; what failed has one always. */
  ACCESS_LOG_SHARE: z.coerce.number().min(0).max(1).default(1),
  QUERY_PLAN_CACHE_MIB: z.coerce.number().min(1).default(50),
  /** How long one operation may be planned; the process of a planner that takes longer is ended. */
  QUERY_PLAN_TIMEOUT_MS: z.coerce.number().int().min(100).max(300_000).default(10_000),
  /** What JavaScript may hold in the process of a planner. A graph of hundreds of types may need more. */
  QUERY_PLANNER_MEMORY_MIB: z.coerce.number().int().min(64).default(256),
  LIMIT_TOKENS: limit.default(4_000),
  LIMIT_DEPTH: limit.default(15),
  LIMIT_ALIASES: limit.default(30),
  LIMIT_ROOT_FIELDS: limit.default(20),
  LIMIT_SELECTIONS: limit.default(2_000),
  /**
   * What an answer may cost, in objects: by the sizes of the lists that the operation asks for, and by `@cost` and
   * `@listSize` of the graph.
   */
  LIMIT_OBJECTS: limit.default(20_000),
  /** Subscriptions at a time: of all clients, of one account, and of the visitors of one address together. */
  LIMIT_SUBSCRIPTIONS: limit.default(10_000),
  LIMIT_SUBSCRIPTIONS_PER_VIEWER: limit.default(100),
  LIMIT_SUBSCRIPTIONS_PER_ADDRESS: limit.default(1_000),
  /** Operations in a minute: of an account, of the visitors of an address together, of one program of either. */
  LIMIT_REQUESTS_PER_VIEWER: allowance,
  LIMIT_REQUESTS_PER_ADDRESS: allowance,
  LIMIT_REQUESTS_PER_CLIENT: allowance,
  /** The same in objects, as operations cost them. */
  LIMIT_COST_PER_VIEWER: allowance,
  LIMIT_COST_PER_ADDRESS: allowance,
  LIMIT_COST_PER_CLIENT: allowance,
  /** Where all routers count requests together. Empty: each process counts by itself. */
  REDIS_URL: z
    .union([z.literal(''), z.url({ protocol: /^rediss?$/, error: 'must be a redis or rediss URL' })])
    .default(''),
};

export const settings = z.object(routerSettings);

export type RouterConfig = z.output<typeof settings> & {
  readonly SUPERGRAPH_FILE: string;
  readonly LANDING_PAGE_FOLDER: string;
};

/** The router's settings from the environment. Throws `ConfigError` with everything that is wrong. */
export function loadRouterConfig(env: Environment): RouterConfig {
  const config = loadConfig(settings, env);
  requireEnforceable(config);
  requireCounted(config);
  requireDecided(config);
  requireMeasured(config);
  requireKept(config);
  return {
    ...config,
    SUPERGRAPH_FILE: config.SUPERGRAPH_FILE ?? ofCheckout('../supergraph.graphql', '../../router/supergraph.graphql'),
    LANDING_PAGE_FOLDER: config.LANDING_PAGE_FOLDER ?? ofCheckout('../../dist/router/graphiql', '../router/graphiql'),
    ALLOWED_ORIGINS:
      config.NODE_ENV === 'development' ? [...config.ALLOWED_ORIGINS, SANDBOX_ORIGIN] : config.ALLOWED_ORIGINS,
  };
}

function requireEnforceable({
  ALLOWED_OPERATIONS,
  PERSISTED_OPERATIONS,
  ROUTER_ENGINE,
}: z.output<typeof settings>): void {
  if (ALLOWED_OPERATIONS === 'any') return;
  const problems = [
    ...(PERSISTED_OPERATIONS.length === 0 ? ['it needs PERSISTED_OPERATIONS, the files that hold them'] : []),
    ...(ROUTER_ENGINE === 'apollo' ? ['the stock gateway (ROUTER_ENGINE=apollo) answers any'] : []),
  ];
  if (problems.length > 0) throw new ConfigError(problems.map((problem) => `ALLOWED_OPERATIONS=persisted: ${problem}`));
}

function requireCounted({ OPERATION_USAGE_FOLDER, ROUTER_ENGINE }: z.output<typeof settings>): void {
  if (OPERATION_USAGE_FOLDER === '' || ROUTER_ENGINE === 'galleria') return;
  throw new ConfigError(['OPERATION_USAGE_FOLDER: the stock gateway (ROUTER_ENGINE=apollo) counts nothing']);
}

function requireDecided({ POLICY_MODULE, POLICY_URL, ROUTER_ENGINE }: z.output<typeof settings>): void {
  if ((POLICY_MODULE === '' && POLICY_URL === '') || ROUTER_ENGINE === 'galleria') return;
  throw new ConfigError(['POLICY_MODULE, POLICY_URL: the stock gateway (ROUTER_ENGINE=apollo) knows no policies']);
}

function requireMeasured({ ROUTER_ENGINE, ...config }: z.output<typeof settings>): void {
  const budgets = [config.LIMIT_COST_PER_VIEWER, config.LIMIT_COST_PER_ADDRESS, config.LIMIT_COST_PER_CLIENT];
  if (ROUTER_ENGINE === 'galleria' || budgets.every((points) => points === 0)) return;
  throw new ConfigError(['LIMIT_COST_PER_…: the stock gateway (ROUTER_ENGINE=apollo) does not know what answers cost']);
}

function requireKept({ ENTITY_CACHE_MIB, ROUTER_ENGINE }: z.output<typeof settings>): void {
  if (ENTITY_CACHE_MIB === 0 || ROUTER_ENGINE === 'galleria') return;
  throw new ConfigError(['ENTITY_CACHE_MIB: the stock gateway (ROUTER_ENGINE=apollo) keeps no entities']);
}

/** This module is router/src/config.ts in a checkout, and part of a bundle in a folder of dist/ otherwise. */
function ofCheckout(fromSources: string, fromBundle: string): string {
  const isSource = import.meta.dirname.endsWith(join('router', 'src'));
  return resolve(import.meta.dirname, isSource ? fromSources : fromBundle);
}

function parseSubgraphUrls(text: string, context: z.RefinementCtx): ReadonlyMap<string, readonly string[]> {
  const urls = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const entry of listOf(text)) {
    const [, name, first] = /^([^=\s:/]+)=(.+)$/.exec(entry) ?? [];
    const url = first ?? entry;
    if (parseInstanceAddress(url) === undefined || (name === undefined && current === undefined)) {
      context.addIssue({
        code: 'custom',
        message: `each entry is name=address, separated by commas: ${ADDRESS_FORMS}`,
      });
    } else if (name !== undefined && urls.has(name)) {
      context.addIssue({ code: 'custom', message: `"${name}" is there twice` });
    } else if (name === undefined) {
      current?.push(url);
    } else {
      current = [url];
      urls.set(name, current);
    }
  }
  return urls;
}

function parseAddresses(text: string, context: z.RefinementCtx): readonly string[] {
  const addresses = listOf(text);
  if (addresses.length === 0 || addresses.some((address) => parseInstanceAddress(address) === undefined)) {
    context.addIssue({ code: 'custom', message: `each address is ${ADDRESS_FORMS}, separated by commas` });
  }
  return addresses;
}

function parseOrigins(text: string, context: z.RefinementCtx): string[] {
  const origins = listOf(text);
  for (const origin of origins) {
    if (httpUrl.safeParse(origin).success && new URL(origin).origin === origin) continue;
    context.addIssue({ code: 'custom', message: `"${origin}" is not an origin such as https://shop.example` });
  }
  return origins;
}

function parseNetworks(text: string, context: z.RefinementCtx): string[] {
  const networks = listOf(text);
  for (const network of networks) {
    if (isNetwork(network)) continue;
    context.addIssue({
      code: 'custom',
      message: `"${network}" is no address or network such as 10.0.0.0/8 or fd00::/8`,
    });
  }
  return networks;
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  // A prefix of 0 would believe anybody.
  return prefix === undefined || (/^[1-9]\d*$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
