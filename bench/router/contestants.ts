import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PlannerName } from '../../router/src/plan/planner.ts';

/** What a contestant is started with. */
export interface Stage {
  readonly port: number;
  /** Where the bundles of bench/router/programs are. */
  readonly programs: string;
  readonly supergraphFile: string;
  /** A folder for files of its own. */
  readonly folder: string;
  /** The calls and the answer of each operation by each planner's plan, for the floor. */
  readonly callsFiles: Readonly<Record<PlannerName, string>>;
  /** Where subgraphs are. */
  readonly base: string;
}

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: Readonly<Record<string, string>>;
  /** `/graphql` unless told. */
  readonly path?: string;
}

export interface Contestant {
  readonly name: string;
  /** Why it cannot be had here; undefined when it can. */
  readonly missing: string | undefined;
  readonly start: (stage: Stage) => Command;
}

/** For the programs of ours: how much V8's young generation may hold. */
const SEMI_SPACE = process.env['SEMI_SPACE_MB'];
const V8_OPTIONS = SEMI_SPACE === undefined ? [] : [`--max-semi-space-size=${SEMI_SPACE}`];

/** Every router that could be compared, in the order of the table. Each is in its configuration for production. */
export function allContestants(env: NodeJS.ProcessEnv): readonly Contestant[] {
  return [
    floor('floor', 'apollo'),
    floor('floor (Hive plan)', 'hive'),
    bareEngine('engine alone', 'apollo'),
    bareEngine('engine alone (Hive plan)', 'hive'),
    ownRouter('galleria', 'apollo'),
    ownRouter('galleria (Hive plan)', 'hive'),
    ownRouter('galleria sharing', 'apollo', 'visitors'),
    ownRouter('galleria sharing (Hive plan)', 'hive', 'visitors'),
    program('stock gateway', ({ port, supergraphFile }) => ['stock-gateway', String(port), supergraphFile]),
    hiveGateway('hive gateway', env['HIVE_GATEWAY'], []),
    hiveGateway('hive gateway (Rust planner)', env['HIVE_GATEWAY'], ['--hive-router-runtime']),
    ...nativeRouters(env),
  ];
}

function program(name: string, toArgs: (stage: Stage) => readonly [string, ...string[]]): Contestant {
  return {
    name,
    missing: undefined,
    start: (stage) => {
      const [file, ...args] = toArgs(stage);
      return { command: process.execPath, args: [...V8_OPTIONS, join(stage.programs, `${file}.js`), ...args] };
    },
  };
}

function floor(name: string, planner: PlannerName): Contestant {
  return program(name, ({ port, callsFiles, base }) => ['floor', String(port), callsFiles[planner], base]);
}

function bareEngine(name: string, planner: PlannerName): Contestant {
  return program(name, ({ port, supergraphFile }) => ['bare-engine', String(port), supergraphFile, planner]);
}

/**
 * Our router as it is shipped, but for the limit that the big operation goes beyond, and for calls that requests share:
 * where every client sends the same, that tells nothing of the rest.
 */
function ownRouter(name: string, planner: PlannerName, sharedCalls = 'none'): Contestant {
  const { missing, start } = program(name, () => ['main']);
  return {
    name,
    missing,
    start: (stage) => ({
      ...start(stage),
      env: {
        PORT: String(stage.port),
        HOST: '127.0.0.1',
        SUPERGRAPH_FILE: stage.supergraphFile,
        ROUTER_PLANNER: planner,
        SHARED_CALLS: sharedCalls,
        LIMIT_OBJECTS: '10000000',
        VIEWER_SIGNING_SECRET: 'a secret that signs nothing but this',
      },
    }),
  };
}

function hiveGateway(name: string, folder: string | undefined, options: readonly string[]): Contestant {
  const file = join(folder ?? '', 'node_modules/@graphql-hive/gateway/dist/bin.js');
  const isThere = folder !== undefined && existsSync(file);
  return {
    name,
    missing: isThere ? undefined : 'HIVE_GATEWAY names no folder in which @graphql-hive/gateway is installed',
    start: ({ port, supergraphFile }) => ({
      command: process.execPath,
      args: [file, 'supergraph', supergraphFile, '--host', '127.0.0.1', '--port', String(port), ...options],
    }),
  };
}

/** Programs in machine code, each held to one thread; what they share between requests is off, as it is for all. */
function nativeRouters(env: NodeJS.ProcessEnv): Contestant[] {
  return [
    native('apollo router', env, 'APOLLO_ROUTER', ({ port, supergraphFile, folder }) => ({
      args: ['--supergraph', supergraphFile, '--config', join(folder, 'apollo-router.yaml')],
      files: { 'apollo-router.yaml': apolloRouterConfig(port) },
      env: { APOLLO_ROUTER_IO_THREADS: '1', APOLLO_ROUTER_COMPUTE_THREADS: '1', APOLLO_TELEMETRY_DISABLED: '1' },
      path: '/',
    })),
    native('hive router', env, 'HIVE_ROUTER', ({ port, supergraphFile, folder }) => ({
      args: [],
      files: { 'hive-router.yaml': hiveRouterConfig(port, supergraphFile) },
      env: { HIVE_CONFIG_FILE_PATH: join(folder, 'hive-router.yaml') },
    })),
    // Its composed graph is in a format of its own, which only its tools write.
    { name: 'cosmo', missing: 'it needs a configuration that wgc composes', start: () => ({ command: '', args: [] }) },
  ];
}

function native(
  name: string,
  env: NodeJS.ProcessEnv,
  variable: string,
  start: (stage: Stage) => Omit<Command, 'command'>,
): Contestant {
  const command = env[variable] ?? '';
  return {
    name,
    missing: existsSync(command) ? undefined : `${variable} names no program`,
    start: (stage) => {
      const told = start(stage);
      return { ...told, command, env: { TOKIO_WORKER_THREADS: '1', GOMAXPROCS: '1', ...told.env } };
    },
  };
}

function apolloRouterConfig(port: number): string {
  return `supergraph: { listen: "127.0.0.1:${port}" }
health_check: { enabled: false }
traffic_shaping: { all: { deduplicate_query: false } }
`;
}

function hiveRouterConfig(port: number, supergraphFile: string): string {
  return `http: { host: "127.0.0.1", port: ${port} }
supergraph: { source: file, path: "${supergraphFile}" }
traffic_shaping: { all: { dedupe_enabled: false } }
`;
}
