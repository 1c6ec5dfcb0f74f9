import { findBinaries, type PostgresBinaries } from './binaries.ts';
import { canReach, chooseServerUser, type ServerUser } from './server-user.ts';

export interface PostgresOptions {
  /** Absolute, without symbolic links. */
  readonly dataDirectory: string;
  readonly port: number;
  /**
   * The address to listen on; 127.0.0.1 unless told. Anyone who reaches it is the superuser: keep it to this machine.
   */
  readonly host?: string;
  /** False gives up crash safety for speed (fsync off): for tests whose data nobody wants back. */
  readonly durable: boolean;
}

/** Everything that `child_process.spawn` needs. */
export interface Command {
  readonly executable: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
  readonly env: Readonly<Record<string, string>>;
}

/** Marks a server with the process that started it: a server whose parent is another process has been orphaned. */
export const OWNER_SETTING = 'galleria.owner';

const ENVIRONMENT = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * The server's command line. The process that spawns it must be this one. Throws BINARIES_MISSING, PATH_UNREACHABLE.
 */
export async function serverCommand(options: PostgresOptions): Promise<Command> {
  const settings = { ...serverSettings(options), [OWNER_SETTING]: String(process.pid) };
  const { postgres } = await findBinaries();
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return asServerUser(options.dataDirectory, { executable: postgres, args: ['-D', options.dataDirectory, ...flags] });
}

/** The command that fills an empty directory, as the user that the server will run as. */
export async function initCommand(binaries: PostgresBinaries, directory: string, durable: boolean): Promise<Command> {
  const args = [
    `--pgdata=${directory}`,
    '--username=postgres',
    '--auth=trust',
    '--encoding=UTF8',
    // Built into the server: sorting and case do not depend on the machine's locales.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ];
  return asServerUser(directory, { executable: binaries.initdb, args });
}

function serverSettings({ port, host = '127.0.0.1', durable }: PostgresOptions): Record<string, string> {
  return {
    listen_addresses: host,
    port: String(port),
    unix_socket_directories: '',
    max_connections: '300',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // No replicas: less log to write.
    wal_level: 'minimal',
    max_wal_senders: '0',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
}

async function asServerUser(directory: string, command: { executable: string; args: string[] }): Promise<Command> {
  const user = await chooseServerUser(directory);
  if (user === undefined) return { ...command, env: ENVIRONMENT };
  const reachable = (await canReach(command.executable, user)) && (await canReach(directory, user));
  if (reachable) return { ...command, ...user, env: ENVIRONMENT };
  return {
    executable: 'setpriv',
    args: [...passingEveryDirectory(user), command.executable, ...command.args],
    env: ENVIRONMENT,
  };
}

/**
 * Root's clone may lie in a directory that nobody else may pass (root's home, `mktemp -d`). Rather than change that
 * directory's permissions, the unprivileged server keeps the one capability that lets it through: see capabilities(7).
 */
function passingEveryDirectory({ uid, gid }: ServerUser): string[] {
  const capability = '+dac_override';
  return [
    `--reuid=${uid}`,
    `--regid=${gid}`,
    '--clear-groups',
    `--inh-caps=${capability}`,
    `--ambient-caps=${capability}`,
  ];
}
