import { existsSync } from 'node:fs';
import { cp, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findApacheKafkaJars } from '@galleria/platform/apache-kafka/jars';
import { run } from './shell.ts';

const STAND_INS = join(import.meta.dirname, 'stand-ins');
const RELEASE = 'bookworm';
const BASE = 'debian:bookworm-slim';
/** Debian's slim images are without these, too. Folders of manuals stay: packages link into them. */
const NOT_IN_SLIM = [
  './var/cache/apt/archives/*.deb',
  './var/lib/apt/lists/*',
  './usr/share/doc/*',
  './usr/share/locale/*',
  './usr/share/man/*/*',
];
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** Folder of stand-ins/ → the image that docker-compose.yml and the Dockerfile name. */
const IMAGES = {
  node: 'node:20-bookworm-slim',
  postgres: 'postgres:18-bookworm',
  kafka: 'apache/kafka:4.3.0',
} as const;

/**
 * Makes images under the names of those that would come from a registry, from Debian's packages, Apache Kafka's jars
 * and this machine's Node: docs/guides/docker.md says what that proves and what not.
 */
export async function buildStandIns(host: string, cache: string): Promise<void> {
  const env = { DOCKER_HOST: host, DOCKER_BUILDKIT: '0' };
  await run('docker', ['import', await debianArchive(cache), BASE], { env });
  for (const [name, image] of Object.entries(IMAGES)) {
    const context = await mkdtemp(join(tmpdir(), 'galleria-stand-in-'));
    try {
      await cp(join(STAND_INS, name), context, { recursive: true });
      if (name === 'node') await addNode(context);
      if (name === 'kafka') await addKafka(context);
      await run('docker', ['build', '--tag', image, context], { env });
    } finally {
      await rm(context, { recursive: true, force: true });
    }
  }
}

/** Debian's essential packages as a tar file, made once. */
async function debianArchive(cache: string): Promise<string> {
  const archive = join(cache, `debian-${RELEASE}.tar`);
  if (existsSync(archive)) return archive;
  const root = await mkdtemp(join(tmpdir(), 'galleria-debian-'));
  try {
    await run('debootstrap', ['--variant=minbase', '--include=ca-certificates', RELEASE, root, await debianMirror()]);
    const left = NOT_IN_SLIM.map((pattern) => `--exclude=${pattern}`);
    await run('tar', ['--create', ...left, '--directory', root, '--file', `${archive}.unfinished`, '.']);
    await rename(`${archive}.unfinished`, archive);
    return archive;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** The one that this machine installs from. */
async function debianMirror(): Promise<string> {
  const targets = await run('apt-get', ['indextargets', '--format', '$(CODENAME) $(CREATED_BY) $(REPO_URI)']);
  const mirror = new RegExp(`^${RELEASE} Packages (\\S+)$`, 'm').exec(targets)?.[1];
  if (mirror === undefined) throw new Error(`apt knows no packages of ${RELEASE}: run apt-get update.`);
  return mirror;
}

/** This machine's Node and npm, with the registry and the certificates that npm uses here. */
async function addNode(context: string): Promise<void> {
  const modules = (await run('npm', ['root', '--global'])).trim();
  const registry = (await run('npm', ['config', 'get', 'registry'])).trim();
  await cp(process.execPath, join(context, 'node'));
  await cp(join(modules, 'npm'), join(context, 'npm'), { recursive: true });
  await cp(CERTIFICATES, join(context, 'ca-certificates.crt'));
  await writeFile(join(context, 'npmrc'), `registry=${registry}\ncafile=${CERTIFICATES}\n`);
}

async function addKafka(context: string): Promise<void> {
  const jars = await findApacheKafkaJars();
  if (jars.kind === 'unavailable') throw new Error(`Apache Kafka cannot be had here: ${jars.reason}`);
  await cp(jars.directory, join(context, 'libs'), { recursive: true });
}
