import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { eventually } from '../../tests/galleria/eventually.ts';
import { attempt, run } from './shell.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PROJECT = 'galleria-verify';
const READY_WITHIN_S = 600;

/** What `docker inspect` says of a container, as far as it is looked at. */
export interface Container {
  readonly Id: string;
  readonly State: { readonly Pid: number; readonly ExitCode: number; readonly Health?: { readonly Status: string } };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly CapDrop: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
  };
}

/**
 * The containers of docker-compose.yml on one Docker daemon, under a project name of their own and on ports that the
 * system chooses.
 */
export interface Stack {
  compose(...args: readonly string[]): Promise<string>;
  docker(...args: readonly string[]): Promise<string>;
  /** Runs a command in the container of a service; gives its exit code. */
  exec(service: string, ...command: readonly string[]): Promise<number | null>;
  inspect(service: string): Promise<Container>;
  /** The address on this machine of a port that a service publishes. */
  urlOf(service: string, port: number): Promise<string>;
  up(): Promise<void>;
  /** Kills a service's process as a crash would, and waits until Docker has started it again and it is healthy. */
  crash(service: string): Promise<void>;
}

export function createStack(options: {
  readonly host: string;
  readonly compose: string;
  readonly envFile: string;
}): Stack {
  const env = {
    DOCKER_HOST: options.host,
    DOCKER_BUILDKIT: '1',
    ROUTER_PORT: '0',
    STOREFRONT_PORT: '0',
    MAILBOX_PORT: '0',
    // Everything shares this machine: being slow is no failure here, and an order outlives the longest outage.
    SUBGRAPH_TIMEOUT_MS: '20000',
    STOCK_DEADLINE_MS: '1800000',
    PAYMENT_DEADLINE_MS: '1800000',
  };
  const common = ['--project-name', PROJECT, '--project-directory', ROOT, '--env-file', options.envFile];
  const stack: Stack = {
    compose: (...args) => run(options.compose, [...common, ...args], { env }),
    docker: (...args) => run('docker', args, { env }),
    exec: async (service, ...command) =>
      (await attempt(options.compose, [...common, 'exec', '--no-TTY', service, ...command], { env })).code,
    inspect: async (service) => {
      const id = (await stack.compose('ps', '--all', '--quiet', service)).trim();
      const [container] = JSON.parse(await stack.docker('inspect', id)) as [Container];
      return container;
    },
    urlOf: async (service, port) => `http://${(await stack.compose('port', service, String(port))).trim()}`,
    up: async () => void (await stack.compose('up', '--detach', '--wait', '--wait-timeout', String(READY_WITHIN_S))),
    crash: async (service) => {
      const { Pid: killed } = (await stack.inspect(service)).State;
      // docker kill would count as the wish of an operator, after which Docker starts nothing again.
      process.kill(killed, 'SIGKILL');
      const isBack = async () => {
        const { Pid, Health } = (await stack.inspect(service)).State;
        return Pid !== 0 && Pid !== killed && Health?.Status === 'healthy' ? true : undefined;
      };
      await eventually(isBack, `${service} to be back`, READY_WITHIN_S * 1_000);
    },
  };
  return stack;
}

/** The secrets of an env file, by name. */
export async function readSecrets(envFile: string): Promise<Readonly<Record<string, string>>> {
  const lines = (await readFile(envFile, 'utf8')).split('\n');
  const settings = lines.filter((line) => /SECRET=|PASSWORD=/.test(line)).map((line) => line.split('='));
  return Object.fromEntries(settings.map(([name = '', ...value]) => [name, value.join('=')]));
}
