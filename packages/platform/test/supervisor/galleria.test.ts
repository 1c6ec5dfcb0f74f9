import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import { PATIENCE } from '../../src/testing/patience.ts';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { explainStart } from '../../src/cli/explain-start.ts';
import { resetGalleria } from '../../src/cli/reset.ts';
import { resolveStateDirectory, type StateDirectory } from '../../src/state/state-directory.ts';
import { inspectProcess } from '../../src/supervisor/process/process-inspection.ts';
import type { Galleria, GalleriaEvent } from '../../src/supervisor/running-galleria.ts';
import { readSystemStatus } from '../../src/supervisor/system-status.ts';
import { startGalleria, type GalleriaOptions } from '../../src/supervisor/system.ts';
import { freePortBase } from '../../src/testing/network/free-port-base.ts';
import { addSeed, createStandInProject, SUBGRAPHS } from './stand-in-project.ts';

const PROGRAM = resolve(import.meta.dirname, 'fixtures/start-galleria.ts');
const PROCESSES = ['broker', 'mailbox', 'orders', 'router', 'storefront', 'users'];
/** Not every machine has ::1. */
const LOOPBACKS = Object.values(networkInterfaces()).flatMap((addresses = []) =>
  addresses.filter(({ internal }) => internal).map(({ address }) => address),
);

let root: string;
let portBase: number;
let state: StateDirectory;
let events: GalleriaEvent[];
const running: Galleria[] = [];
let other: ChildProcess | undefined;

beforeEach(async () => {
  root = createStandInProject();
  portBase = await freePortBase(SUBGRAPHS);
  state = resolveStateDirectory(root);
  events = [];
});

afterEach(async () => {
  other?.kill('SIGKILL');
  other = undefined;
  for (const galleria of running.splice(0)) await galleria.stop();
  // What a killed supervisor has left, when a test failed before it was stopped.
  await resetGalleria(state);
  await rm(root, { recursive: true });
});

describe('startGalleria', () => {
  it('runs every process on its port, with what it has to know', async () => {
    const galleria = await start({ env: { ...environment(), LOG_LEVEL: 'warn' } });
    expect(summary(galleria)).toEqual(PROCESSES.map((name) => [name, 'ready']));
    expect(galleria.ports).toMatchObject({
      router: portBase,
      subgraphs: { users: portBase + 1, orders: portBase + 2 },
    });
    expect(await environmentOf(portBase)).toMatchObject({
      SUBGRAPH_URLS: expect.stringContaining('orders=') as string,
    });
    expect(await environmentOf(portBase + 2)).toMatchObject({
      POSTGRES_URL: `${inject('postgresUrl')}/galleria_orders`,
      USERS_URL: `http://127.0.0.1:${portBase + 1}/graphql`,
      LOG_LEVEL: 'warn',
    });
  });

  it('leaves no process when it is stopped, although none of them stops when asked to', async () => {
    const galleria = await start({ env: { ...environment(), STUBBORN: '1' } });
    const pids = pidsOf(galleria);
    await galleria.stop();
    expect(new Set(galleria.processes.map(({ state: { kind } }) => kind))).toEqual(new Set(['stopped']));
    expect(pids.filter((pid) => inspectProcess(pid) !== undefined)).toEqual([]);
  });

  it('restarts a process that was killed and no other', async () => {
    const galleria = await start();
    const before = new Map(galleria.processes.map(({ name, pid }) => [name, pid]));
    await galleria.kill('orders');
    await galleria.untilReady();
    const changed = galleria.processes.filter(({ name, pid }) => before.get(name) !== pid);
    expect(changed).toMatchObject([{ name: 'orders', restarts: 1 }]);
  });

  it('names what is not ready when all are waited for', async () => {
    const galleria = await start();
    await galleria.kill('orders');
    await expect(galleria.untilReady(0)).rejects.toThrow(/orders restarting was ended by SIGKILL/);
  });

  it('refuses a second one in the same folder, and leaves the first alone', async () => {
    const first = await start();
    await expect(start()).rejects.toMatchObject({ code: 'ALREADY_RUNNING', pid: process.pid });
    expect(summary(first)).toEqual(PROCESSES.map((name) => [name, 'ready']));
  });

  it('runs a second one from the same folder with ports and state of its own', async () => {
    await start();
    const second = await start({ portBase: await freePortBase(SUBGRAPHS), stateDirectory: '.second' });
    expect(summary(second)).toEqual(PROCESSES.map((name) => [name, 'ready']));
    await second.stop();
    await rm(second.state.root, { recursive: true });
  });

  it.each(LOOPBACKS)(
    'names the holder of a port taken at %s and starts nothing, after which it can start',
    async (host) => {
      const holder = createServer();
      await new Promise<void>((listening) => holder.listen(portBase + 2, host, listening));
      await expect(start()).rejects.toMatchObject({
        code: 'PORTS_TAKEN',
        ports: [{ name: 'orders', port: portBase + 2, holder: { pid: process.pid } }],
      });
      await new Promise((closed) => holder.close(closed));
      expect(events).toEqual([]);
      await start();
    },
  );

  it('keeps settings of the shell that mean something else away from the processes', async () => {
    await start({ env: { ...environment(), HOST: 'x86_64-conda-linux-gnu', PORT: '3000', CONFIG_FILE: '/nowhere' } });
    const env = await environmentOf(portBase + 1);
    expect(env).toMatchObject({ PORT: String(portBase + 1) });
    expect(env).not.toHaveProperty('HOST');
    expect(env).not.toHaveProperty('CONFIG_FILE');
    expect(events).toContainEqual({ type: 'left-out', settings: ['HOST', 'PORT', 'CONFIG_FILE'] });
  });

  it('refuses settings that its processes would refuse, and starts nothing', async () => {
    const env = { ...environment(), LOG_LEVEL: 'verbose', NODE_ENV: 'staging' };
    await expect(start({ env })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      problems: [expect.stringMatching('^LOG_LEVEL '), expect.stringMatching('^NODE_ENV ')],
    });
    expect(existsSync(state.root)).toBe(false);
  });

  it.each([
    ['CONFIG_INVALID', { POSTGRES_URL: 'postgres://ada:se#cret@127.0.0.1/any' }, /POSTGRES_URL .*%23/],
    ['CONFIG_INVALID', { KAFKA_BROKERS: 'kafka://127.0.0.1:1/topic' }, /KAFKA_BROKERS .* has a path/],
    [
      'SERVER_UNUSABLE',
      { POSTGRES_URL: 'postgres://ada:secret@127.0.0.1:1' },
      /POSTGRES_URL cannot be used: .*ECONNREFUSED/,
    ],
    [
      'SERVER_UNUSABLE',
      { KAFKA_BROKERS: '127.0.0.1:1' },
      /KAFKA_BROKERS cannot be used: 127\.0\.0\.1:1: .*ECONNREFUSED/,
    ],
  ])(
    'refuses with %s a server that cannot be used, names its setting, and starts nothing',
    async (code, env, message) => {
      const failure: unknown = await start({ env: { ...environment(), ...env } }).catch((thrown: unknown) => thrown);
      expect(failure).toMatchObject({ code, message: expect.stringMatching(message) as string });
      expect(explainStart(failure)).toMatch(message);
      expect(explainStart(failure)).not.toMatch(/cret|\n +at /);
      expect(await readSystemStatus(state)).toEqual({ running: false, leftovers: [] });
    },
  );

  it('stops what has started when it is interrupted', async () => {
    const interruption = new AbortController();
    const interruptWhenReady = (event: GalleriaEvent) => {
      if (event.type === 'process' && event.name === 'users' && event.state.kind === 'ready') interruption.abort();
    };
    const started = startGalleria({ ...defaults(), onEvent: interruptWhenReady, signal: interruption.signal });
    await expect(started).rejects.toMatchObject({ name: 'AbortError' });
    await expect(readSystemStatus(state)).resolves.toEqual({ running: false, leftovers: [] });
  });
});

describe('the seed', () => {
  it('fills an empty copy once', async () => {
    addSeed(root);
    const first = await start({ env: seedEnvironment() });
    await first.stop();
    await start({ env: seedEnvironment() });
    expect(seedRuns()).toEqual([`http://localhost:${portBase}/graphql`]);
  });

  it('is tried again at the next start when it failed, and does not keep the system from running', async () => {
    addSeed(root);
    const first = await start({ env: { ...seedEnvironment(), SEED_FAILS: '1' } });
    expect(summary(first)).toEqual(PROCESSES.map((name) => [name, 'ready']));
    expect(events).toContainEqual(expect.objectContaining({ type: 'step', name: 'seed', outcome: 'failed' }));
    await first.stop();
    await start({ env: seedEnvironment() });
    expect(seedRuns()).toHaveLength(2);
  });

  it('is left out when it is not wanted', async () => {
    addSeed(root);
    await start({ env: seedEnvironment(), seed: false });
    expect(existsSync(join(root, 'seeded'))).toBe(false);
  });
});

describe('after kill -9 of the supervisor', () => {
  it('the next start stops what was left and runs', async () => {
    const orphans = await killSupervisor();
    const status = await readSystemStatus(state);
    expect(status.running ? [] : [...status.leftovers].sort()).toEqual(PROCESSES);
    const galleria = await start();
    expect(orphans.filter((pid) => inspectProcess(pid) !== undefined)).toEqual([]);
    expect(events[0]).toMatchObject({ type: 'orphans', names: expect.arrayContaining(PROCESSES) as string[] });
    expect(summary(galleria)).toEqual(PROCESSES.map((name) => [name, 'ready']));
  });

  it('a reset stops what was left, and clears the state', async () => {
    const orphans = await killSupervisor();
    await resetGalleria(state);
    expect(orphans.filter((pid) => inspectProcess(pid) !== undefined)).toEqual([]);
    expect(existsSync(state.root)).toBe(false);
  });
});

describe('the status', () => {
  it('is ready when every process says so now', async () => {
    const galleria = await start();
    expect(await readSystemStatus(state)).toMatchObject({
      running: true,
      ready: true,
      supervisorPid: process.pid,
      portBase,
    });
    await galleria.kill('orders');
    const status = await readSystemStatus(state);
    const states = status.running ? status.processes.map(({ name, state: kind }) => [name, kind]) : [];
    expect(status).toMatchObject({ running: true, ready: false });
    expect(states).toContainEqual(['orders', 'restarting']);
    expect(states).toContainEqual(['postgres', 'external']);
  });

  it('is that nothing runs, before a start and after a stop', async () => {
    await expect(readSystemStatus(state)).resolves.toEqual({ running: false, leftovers: [] });
    await (await start()).stop();
    await expect(readSystemStatus(state)).resolves.toEqual({ running: false, leftovers: [] });
  });

  it('keeps a reset from taking the data away', async () => {
    await start();
    await expect(resetGalleria(state)).rejects.toMatchObject({ code: 'ALREADY_RUNNING' });
    expect(existsSync(state.secretsFile)).toBe(true);
  });
});

function environment(): Record<string, string> {
  return { POSTGRES_URL: inject('postgresUrl') };
}

function seedEnvironment(): Record<string, string> {
  return { ...environment(), SEED_FILE: join(root, 'seeded') };
}

function seedRuns(): string[] {
  return readFileSync(join(root, 'seeded'), 'utf8').trim().split('\n');
}

function defaults(): GalleriaOptions {
  return { projectFrom: root, portBase, env: environment(), onEvent: (event) => events.push(event) };
}

async function start(options: Partial<GalleriaOptions> = {}): Promise<Galleria> {
  const galleria = await startGalleria({ ...defaults(), ...options });
  running.push(galleria);
  return galleria;
}

/**
 * Starts a Galleria from another process, kills that process when all is ready, and gives the pids of what it had
 * started.
 */
async function killSupervisor(): Promise<number[]> {
  const args = ['--import', 'tsx', PROGRAM, root, String(portBase)];
  const supervisor = spawn(process.execPath, args, { env: environment(), cwd: import.meta.dirname });
  other = supervisor;
  const status = await vi.waitFor(async () => {
    const found = await readSystemStatus(state);
    if (!found.running || !found.ready) throw new Error('It is not ready yet.');
    return found;
  }, PATIENCE);
  supervisor.kill('SIGKILL');
  await new Promise((ended) => supervisor.once('exit', ended));
  return status.processes.flatMap(({ pid }) => pid ?? []);
}

function summary(galleria: Galleria): (readonly [string, string])[] {
  return galleria.processes.map(({ name, state: { kind } }) => [name, kind] as const).sort();
}

function pidsOf(galleria: Galleria): number[] {
  return galleria.processes.flatMap(({ pid }) => pid ?? []);
}

async function environmentOf(port: number): Promise<unknown> {
  return (await fetch(`http://127.0.0.1:${port}/environment`)).json();
}
