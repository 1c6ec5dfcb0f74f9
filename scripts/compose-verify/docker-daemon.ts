import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../../tests/galleria/eventually.ts';
import { attempt, run } from './shell.ts';

export interface DockerDaemon {
  /** For DOCKER_HOST. */
  readonly host: string;
  /** Ends the daemon and takes back what it changed on this machine: firewall rules, forwarding, its bridge. */
  stop(): Promise<void>;
}

const BRIDGE = '/sys/class/net/docker0';
const FORWARDING = '/proc/sys/net/ipv4/ip_forward';

/** A Docker daemon of our own: its images, containers and socket are in `folder`, which is removed when it stops. */
export async function startDockerDaemon(folder: string): Promise<DockerDaemon> {
  if (existsSync(BRIDGE)) {
    throw new Error(
      'A Docker daemon runs here, or did and left its bridge docker0. Two would share it; stop that one first.',
    );
  }
  const before = { rules: await run('iptables-save', []), forwarding: await readFile(FORWARDING, 'utf8') };
  const host = `unix://${join(folder, 'docker.sock')}`;
  const log = await open(join(folder, 'dockerd.log'), 'w');
  const places = ['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')];
  const daemon = spawn('dockerd', ['--host', host, '--pidfile', join(folder, 'docker.pid'), ...places], {
    stdio: ['ignore', log.fd, log.fd],
    // Ctrl-C in a terminal must not end it before the containers are down.
    detached: true,
  });
  const stop = async () => {
    daemon.kill('SIGTERM');
    if (daemon.exitCode === null && daemon.signalCode === null) await once(daemon, 'exit');
    await log.close();
    // The daemon leaves a network namespace mounted here.
    await attempt('umount', [join(folder, 'exec/netns/default')]);
    await restore(before);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await eventually(() => answers(host, daemon.exitCode), 'the Docker daemon to answer', 60_000);
    return { host, stop };
  } catch (error) {
    const said = await readFile(join(folder, 'dockerd.log'), 'utf8');
    await stop();
    throw new Error(`The Docker daemon does not start:\n${said.slice(-2_000)}`, { cause: error });
  }
}

async function answers(host: string, exitCode: number | null): Promise<true | undefined> {
  if (exitCode !== null) throw new Error(`dockerd ended with code ${exitCode}`);
  const { code } = await attempt('docker', ['version'], { env: { DOCKER_HOST: host } });
  return code === 0 ? true : undefined;
}

async function restore({ rules, forwarding }: { rules: string; forwarding: string }): Promise<void> {
  await attempt('ip', ['link', 'delete', 'docker0']);
  const restoring = spawn('iptables-restore', [], { stdio: ['pipe', 'ignore', 'ignore'] });
  restoring.stdin.end(rules === '' ? EMPTY_TABLES : rules);
  await once(restoring, 'exit');
  await writeFile(FORWARDING, forwarding);
}

/**
 * What iptables-save leaves out while nobody has made a rule. Restoring a table takes every other rule and chain out of
 * it.
 */
const EMPTY_TABLES = `*filter
:INPUT ACCEPT
:FORWARD ACCEPT
:OUTPUT ACCEPT
COMMIT
*nat
:PREROUTING ACCEPT
:INPUT ACCEPT
:OUTPUT ACCEPT
:POSTROUTING ACCEPT
COMMIT
`;
