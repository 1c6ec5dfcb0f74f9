import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readProject } from '@galleria/platform/supervisor/formation/project';
import { startDockerDaemon } from './docker-daemon.ts';
import { checkHardening } from './hardening.ts';
import { orderThroughCrashes } from './order-scenario.ts';
import { attempt, run } from './shell.ts';
import { createStack, type Stack } from './stack.ts';
import { buildStandIns } from './stand-in-images.ts';
import { findCompose, installDocker } from './tools.ts';

/**
 * Brings docker-compose.yml up on a machine that reaches package registries and no image registry, orders through it
 * while containers are killed, and takes everything down again. Twenty minutes at the first time; not part of every CI
 * run.
 */
const ROOT = resolve(import.meta.dirname, '../..');
const CACHE = join(homedir(), '.cache/galleria');
const SERVICES = [...readProject(ROOT).subgraphNames, 'router', 'storefront', 'mailbox'];
const LIST_FILES = 'git ls-files -z --cached --others --exclude-standard';
const INFRASTRUCTURE = ['postgres', 'kafka'];

await mkdir(CACHE, { recursive: true });
await step('Docker from Debian', installDocker);
const compose = await step('Docker Compose v2 from its Go module', () => findCompose(CACHE));
const folder = await mkdtemp(join(tmpdir(), 'galleria-docker-'));
// What clients remember of builds and builders goes with the rest.
process.env['DOCKER_CONFIG'] = join(folder, 'client');
const daemon = await step('a Docker daemon of our own', () => startDockerDaemon(folder));
const envFile = join(folder, '.env');
const stack = createStack({ host: daemon.host, compose, envFile });
const takeDown = once(async () => {
  await stack
    .compose('--profile', 'full', '--profile', 'seed', 'down', '--volumes', '--timeout', '30')
    .catch(console.error);
  await daemon.stop();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void takeDown().finally(() => process.exit(1)));
}
try {
  await verify();
  console.log('docker-compose.yml holds what docs/guides/docker.md says of it');
} catch (error) {
  console.error(error, await stack.compose('logs', '--tail', '15').catch(String));
  process.exitCode = 1;
} finally {
  await step('everything down and removed', takeDown);
}

async function verify(): Promise<void> {
  await step('stand-ins for the base images', () => buildStandIns(daemon.host, CACHE));
  await step('a missing secret is named', refusesToStartWithoutSecrets);
  await run(join(ROOT, 'deploy/make-env.sh'), [envFile]);
  await step('the images of all processes', () => stack.compose('--profile', 'full', '--profile', 'seed', 'build'));
  await step('a changed source costs no npm ci', rebuildsWithoutInstalling);
  await step('profile full up and healthy', () => stack.up());
  await step('seeded', () => stack.compose('run', '--rm', 'seed'));
  await step('nobody is root, nothing can be written, no secret in an image', () =>
    checkHardening(stack, [...SERVICES, ...INFRASTRUCTURE], envFile),
  );
  await step('the storefront serves the shop', servesTheShop);
  const { orders, recovery } = await step('orders while containers are killed', () => orderThroughCrashes(stack));
  console.log(`  ${orders} orders accepted, all of them CONFIRMED and nothing lost; healthy again after a kill:`);
  for (const [victim, seconds] of Object.entries(recovery)) console.log(`    ${victim} ${seconds.toFixed(1)} s`);
  console.log(await stack.docker('stats', '--no-stream', '--format', '  {{.Name}}\t{{.MemUsage}}'));
  console.log(await stack.docker('images', '--format', '  {{.Repository}}:{{.Tag}}\t{{.Size}}'));
  await step('stops in order', () => stopsInOrder(stack));
}

async function refusesToStartWithoutSecrets(): Promise<void> {
  await writeFile(`${envFile}.empty`, 'COMPOSE_PROFILES=full\n');
  const args = ['--project-directory', ROOT, '--env-file', `${envFile}.empty`, 'config', '--quiet'];
  const { code, output } = await attempt(compose, args, { cwd: ROOT });
  assert.notEqual(code, 0);
  assert.match(output, /(SECRET|PASSWORD).* is missing; deploy\/make-env\.sh writes one/);
}

/**
 * Builds one image from a copy of the checkout with one source changed. BuildKit knows layers by their content, not
 * their place.
 */
async function rebuildsWithoutInstalling(): Promise<void> {
  const copy = join(folder, 'copy');
  await mkdir(copy);
  await run('sh', ['-c', LIST_FILES + ' | tar --create --null --files-from=- | tar --extract --directory "$0"', copy], {
    cwd: ROOT,
  });
  await appendFile(join(copy, 'subgraphs/orders/src/main.ts'), '// Another line.\n');
  const args = ['--project-directory', copy, '--env-file', envFile, 'build', 'orders'];
  const env = { DOCKER_HOST: daemon.host, DOCKER_BUILDKIT: '1', BUILDKIT_PROGRESS: 'plain', GALLERIA_TAG: 'changed' };
  const { code, output } = await attempt(compose, args, { cwd: copy, env });
  assert.equal(code, 0, output);
  assert.match(output, /RUN [^\n]*npm ci[^\n]*\n#\d+ CACHED/, 'npm ci ran again');
}

async function servesTheShop(): Promise<void> {
  const page = await fetch(await stack.urlOf('storefront', 4090));
  assert.equal(page.status, 200);
  assert.match(await page.text(), /id="root"/);
}

/** Services end by themselves on SIGTERM: 137 would say that Docker had to kill them. */
async function stopsInOrder({ compose: run, inspect }: Stack): Promise<void> {
  await run('stop', '--timeout', '30');
  for (const service of SERVICES) {
    assert.equal((await inspect(service)).State.ExitCode, 0, `${service} did not stop by itself`);
  }
}

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  console.log(`✓ ${name} (${((performance.now() - startedAt) / 1_000).toFixed(1)} s)`);
  return result;
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
