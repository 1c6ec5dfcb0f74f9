import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { loadConfig, processSettings, type Environment } from '@galleria/kit/config';
import { z } from 'zod';

const SANDBOX_ORIGIN = 'https://studio.apollographql.com';
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });
const limit = z.coerce.number().int().min(1);

const routerSettings = {
  ...processSettings,
  PORT: processSettings.PORT.default(4000),
  /** Absent: the file of the checkout that this module belongs to. */
  SUPERGRAPH_FILE: z.string().optional(),
  /** Absent: where the build of the checkout puts it. Holds what the landing page runs in the browser. */
  LANDING_PAGE_FOLDER: z.string().optional(),
  /**
   * "users=http://127.0.0.1:4001/graphql,products=…": where subgraphs are, if not where the supergraph says. A subgraph
   * may have several addresses: "orders=http://a/graphql,http://b/graphql,users=…".
   */
  SUBGRAPH_URLS: z.string().default('').transform(parseSubgraphUrls),
  /** How often the supergraph's file is looked at for a new one; 0 for never. */
  SUPERGRAPH_POLL_MS: z.coerce.number().int().min(0).default(500),
  SUBGRAPH_TIMEOUT_MS: z.coerce.number().int().min(1).max(300_000).default(5_000),
  /** The subgraph that keeps the sessions of browsers: the only one that gets their cookie, and that may set it. */
  SESSION_SERVICE: z.string().default('users'),
  JWKS_URL: httpUrl.default('http://localhost:4001/.well-known/jwks.json'),
  TOKEN_ISSUER: z.string().default('galleria'),
  TOKEN_AUDIENCE: z.string().default('galleria-graph'),
  /** Web pages of these origins may call the graph. */
  ALLOWED_ORIGINS: z.string().default('').transform(parseOrigins),
  /**
   * Addresses or networks (CIDR) of the proxies in front: only their X-Forwarded-For tells where a client is. None:
   * whoever connects is the client.
   */
  TRUSTED_PROXIES: z.string().default('').transform(parseNetworks),
  QUERY_PLAN_CACHE_MIB: z.coerce.number().min(1).default(50),
  LIMIT_TOKENS: limit.default(4_000),
  LIMIT_DEPTH: limit.default(15),
  LIMIT_ALIASES: limit.default(30),
  LIMIT_ROOT_FIELDS: limit.default(20),
  LIMIT_SELECTIONS: limit.default(2_000),
  /** Objects that an answer could hold at most, by the sizes of the lists that the operation asks for. */
  LIMIT_OBJECTS: limit.default(20_000),
};

export const settings = z.object(routerSettings);

export type RouterConfig = z.output<typeof settings> & {
  readonly SUPERGRAPH_FILE: string;
  readonly LANDING_PAGE_FOLDER: string;
};

/** The router's settings from the environment. Throws `ConfigError` with everything that is wrong. */
export function loadRouterConfig(env: Environment): RouterConfig {
  const config = loadConfig(settings, env);
  return {
    ...config,
    SUPERGRAPH_FILE: config.SUPERGRAPH_FILE ?? ofCheckout('../supergraph.graphql', '../../router/supergraph.graphql'),
    LANDING_PAGE_FOLDER: config.LANDING_PAGE_FOLDER ?? ofCheckout('../../dist/router/graphiql', '../router/graphiql'),
    ALLOWED_ORIGINS:
      config.NODE_ENV === 'development' ? [...config.ALLOWED_ORIGINS, SANDBOX_ORIGIN] : config.ALLOWED_ORIGINS,
  };
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
    if (!httpUrl.safeParse(url).success || (name === undefined && current === undefined)) {
      context.addIssue({ code: 'custom', message: 'each entry is name=http://host:port/path, separated by commas' });
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
