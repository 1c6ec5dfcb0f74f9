import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './shell.ts';

const COMPOSE_MODULE = 'github.com/docker/compose/v2';
const COMPOSE_VERSION = 'v2.40.3';
const PACKAGES = ['docker.io', 'iptables', 'debootstrap'];
const PROGRAMS = ['/usr/sbin/dockerd', '/usr/sbin/iptables', '/usr/sbin/debootstrap'];

/** Installs Debian's Docker and what the stand-ins are made with. Throws where that cannot be done. */
export async function installDocker(): Promise<void> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  if (!release.includes('VERSION_CODENAME=bookworm') || process.getuid?.() !== 0) {
    throw new Error(
      'npm run compose:verify needs to be root on Debian 12: it installs packages and starts a Docker daemon.',
    );
  }
  if (PROGRAMS.every((path) => existsSync(path))) return;
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '--quiet'], { env });
  await run('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', ...PACKAGES], { env });
}

/** Docker Compose v2, which Debian 12 does not have, built from its Go module once and kept in `cache`. */
export async function findCompose(cache: string): Promise<string> {
  const binary = join(cache, `docker-compose-${COMPOSE_VERSION}`);
  if (existsSync(binary)) return binary;
  const folder = await mkdtemp(join(tmpdir(), 'galleria-compose-'));
  try {
    const found = await run('go', ['mod', 'download', '-json', `${COMPOSE_MODULE}@${COMPOSE_VERSION}`], {
      cwd: folder,
    });
    // A copy, because its go.mod has replacements, which go install refuses, and the module cache cannot be written to.
    const sources = join(folder, 'sources');
    await cp((JSON.parse(found) as { Dir: string }).Dir, sources, { recursive: true });
    await run('chmod', ['--recursive', 'u+w', sources]);
    const flags = `-s -w -X ${COMPOSE_MODULE}/internal.Version=${COMPOSE_VERSION}`;
    const draft = join(folder, 'docker-compose');
    await run('go', ['build', '-trimpath', '-ldflags', flags, '-o', draft, './cmd'], { cwd: sources });
    await mkdir(cache, { recursive: true });
    await cp(draft, `${binary}.unfinished`);
    await chmod(`${binary}.unfinished`, 0o755);
    await rename(`${binary}.unfinished`, binary);
    return binary;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
