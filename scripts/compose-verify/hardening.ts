import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { readSecrets, type Stack } from './stack.ts';

/**
 * Looks at every running container from outside, and tries from inside what must not work. Throws at the first that
 * does.
 */
export async function checkHardening(stack: Stack, services: readonly string[], envFile: string): Promise<void> {
  for (const service of services) await checkContainer(stack, service);
  await checkDatabaseWalls(stack, await readSecrets(envFile));
  await checkImages(stack, Object.values(await readSecrets(envFile)));
}

async function checkContainer(stack: Stack, service: string): Promise<void> {
  const { HostConfig, State } = await stack.inspect(service);
  assert.equal(HostConfig.ReadonlyRootfs, true, `${service} has a root file system that can be written to`);
  assert.deepEqual(HostConfig.CapDrop, ['ALL'], `${service} keeps capabilities`);
  assert.ok(HostConfig.SecurityOpt?.includes('no-new-privileges:true'), `${service} may gain privileges`);
  const status = await readFile(`/proc/${State.Pid}/status`, 'utf8');
  assert.match(status, /^Uid:\t[1-9]/m, `${service} runs as root`);
  assert.match(status, /^CapEff:\t0{16}$/m, `${service} has capabilities`);
  assert.notEqual(await stack.exec(service, 'sh', '-c', 'echo >/galleria-was-here'), 0, `${service} wrote to its root`);
}

/** A service's role reads its own tables, may not make one, and does not get into another's database. */
async function checkDatabaseWalls(stack: Stack, secrets: Readonly<Record<string, string>>): Promise<void> {
  const asUsers = (database: string, statement: string) => {
    const url = `postgres://galleria_users:${secrets['USERS_DATABASE_PASSWORD'] ?? ''}@127.0.0.1/${database}`;
    return stack.exec('postgres', 'psql', url, '--no-psqlrc', '--command', statement);
  };
  assert.equal(
    await asUsers('galleria_users', 'select count(*) from accounts'),
    0,
    'users cannot read its own database',
  );
  assert.notEqual(await asUsers('galleria_users', 'create table intruder ()'), 0, 'users can change its schema');
  assert.notEqual(await asUsers('galleria_orders', 'select 1'), 0, 'users can enter the database of orders');
}

/** No secret is in an image's settings or in the commands that made its layers. */
async function checkImages(stack: Stack, secrets: readonly string[]): Promise<void> {
  const images = (await stack.docker('images', '--quiet', '--filter', 'reference=galleria/*')).trim().split('\n');
  for (const image of images) {
    const told = (await stack.docker('inspect', image)) + (await stack.docker('history', '--no-trunc', image));
    assert.ok(!secrets.some((secret) => told.includes(secret)), `a secret is in the image ${image}`);
  }
}
