import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PATIENCE } from '../../src/testing/patience.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RecordedProcess } from '../../src/state/run-record.ts';
import { findOrphans, stopOrphans } from '../../src/supervisor/process/orphans.ts';
import { describeTakenPort, findTakenPorts, PortsTakenError } from '../../src/supervisor/process/port-holder.ts';
import {
  inspectProcess,
  isSameProcess,
  processMemory,
  type ProcessIdentity,
} from '../../src/supervisor/process/process-inspection.ts';
import { killGroup, launchProcess, type LaunchedProcess } from '../../src/supervisor/process/process-launcher.ts';
import { pidOf } from '../../src/supervisor/process/process-state.ts';
import { probeReadiness } from '../../src/supervisor/process/readiness-probe.ts';
import type { ProcessSpecification } from '../../src/supervisor/formation/specification.ts';
import { createSupervisor, type Supervisor } from '../../src/supervisor/supervisor.ts';
import { freePort } from '../../src/testing/network/free-port.ts';

const PROGRAM = resolve(import.meta.dirname, 'fixtures/service.mjs');

let directory: string;
let supervisor: Supervisor | undefined;
const launched: LaunchedProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'galleria-supervisor-'));
});

afterEach(async () => {
  await supervisor?.stop();
  supervisor = undefined;
  for (const { pid } of launched.splice(0)) killGroup(pid);
  await rm(directory, { recursive: true });
});

describe('a supervisor of real processes', () => {
  it('starts one, starts it again after kill -9, and ends it', async () => {
    const running = await start(await service('orders'));
    const first = pid(running, 'orders');
    running.signal('orders', 'SIGKILL');
    await vi.waitFor(() => {
      expect(state(running, 'orders').kind).toBe('ready');
      expect(pid(running, 'orders')).not.toBe(first);
    }, PATIENCE);
    const second = pid(running, 'orders');
    await running.stop();
    expect(inspectProcess(second)).toBeUndefined();
    expect(logOf('orders')).toBe(`listening as ${first}\nlistening as ${second}\n`);
  });

  it('tells what a process that is ready says is to be looked after', async () => {
    const noting = await service('orders', { NOTE: 'one message waits' });
    await start(noting);
    await expect(probeReadiness(noting.readiness)).resolves.toEqual({ ready: true, note: 'relay: one message waits' });
  });

  it('keeps the rest serving while one crashes again and again', async () => {
    const healthy = await service('users');
    const crashing = await service('orders', { CRASHES: '1' });
    const running = await start(healthy, crashing);
    expect(state(running, 'orders')).toMatchObject({ kind: 'restarting', exit: { code: 3 } });
    await expect(probeReadiness(healthy.readiness)).resolves.toEqual({ ready: true });
    expect(logOf('orders')).toContain('no database');
  });

  it('kills at the deadline a process that does not stop, and what it had started', async () => {
    const running = await start(await service('orders', { STUBBORN: '1' }));
    const own = pid(running, 'orders');
    const child = Number(/child (\d+)/.exec(logOf('orders'))?.[1]);
    expect(inspectProcess(child)).toBeDefined();
    await running.stop(600);
    await vi.waitFor(
      () => expect([inspectProcess(own), inspectProcess(child)]).toEqual([undefined, undefined]),
      PATIENCE,
    );
    expect(state(running, 'orders')).toEqual({ kind: 'stopped', forced: true });
  });

  it('says of a program that is not there what the system says', async () => {
    const specification = await service('orders');
    const command = async () => ({ executable: join(directory, 'nothing'), args: [], env: {} });
    const running = await start({ ...specification, command });
    expect(state(running, 'orders')).toMatchObject({
      kind: 'restarting',
      exit: { error: expect.stringContaining('ENOENT') as string },
    });
  });
});

describe('orphans of a killed supervisor', () => {
  it('are found by their record, and stopped', async () => {
    const specification = await service('orders');
    const identity = await launch(specification);
    const [orphan] = findOrphans([recordOf(specification, identity)]);
    expect(orphan?.name).toBe('orders');
    await stopOrphans(orphan === undefined ? [] : [orphan]);
    expect(isSameProcess(identity)).toBe(false);
  });

  it('are killed when they do not stop', async () => {
    const specification = await service('orders', { STUBBORN: '1' });
    const identity = await launch(specification);
    await stopOrphans(findOrphans([recordOf(specification, identity)]), 500);
    expect(isSameProcess(identity)).toBe(false);
  });

  it('are never confused with another process that has got their number', async () => {
    const specification = await service('orders');
    const identity = await launch(specification);
    const earlier = { ...identity, startTime: 'before' };
    const other = { ...identity, commandLine: 'postgres -D elsewhere' };
    expect(findOrphans([recordOf(specification, earlier), recordOf(specification, other)])).toEqual([]);
  });
});

describe('a taken port', () => {
  it('is named with the process that holds it', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const taken = await findTakenPorts({ orders: port, users: await freePort() });
    await new Promise((closed) => server.close(closed));
    expect(taken).toMatchObject([{ name: 'orders', port, holder: { pid: process.pid } }]);
    expect(taken.map(describeTakenPort)[0]).toMatch(
      new RegExp(`^Port ${port} \\(orders\\) is taken by pid ${process.pid}: `),
    );
    expect(new PortsTakenError(taken)).toMatchObject({ code: 'PORTS_TAKEN', ports: taken });
  });
});

describe('the memory of a process', () => {
  it('includes that of what it has started', async () => {
    const specification = await service('orders', { STUBBORN: '1' });
    const { pid: parent } = await launch(specification);
    const child = Number(/child (\d+)/.exec(logOf('orders'))?.[1]);
    const whole = processMemory(parent) ?? 0;
    expect(whole).toBeGreaterThan(1024 * 1024);
    expect(whole).toBeGreaterThan((processMemory(child) ?? 0) + 1024 * 1024);
    expect(processMemory(2 ** 22 + 1)).toBeUndefined();
  });
});

async function service(name: string, env: Record<string, string> = {}): Promise<ProcessSpecification> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  return {
    kind: 'process',
    name,
    command: async () => ({ executable: process.execPath, args: [PROGRAM], env: { PORT: String(port), ...env } }),
    port,
    url,
    readiness: { kind: 'http', url: `${url}/ready` },
    dependsOn: [],
    stopSignal: 'SIGTERM',
    essential: false,
  };
}

async function start(...specifications: ProcessSpecification[]): Promise<Supervisor> {
  supervisor = createSupervisor({ specifications, logDirectory: directory, workingDirectory: directory });
  await supervisor.start();
  return supervisor;
}

/** Without a supervisor, as after its death. */
async function launch(specification: ProcessSpecification): Promise<ProcessIdentity> {
  const process = launchProcess(await specification.command(), join(directory, `${specification.name}.log`), directory);
  launched.push(process);
  await vi.waitFor(
    async () => expect(await probeReadiness(specification.readiness)).toEqual({ ready: true }),
    PATIENCE,
  );
  await vi.waitFor(() => expect(logOf(specification.name)).not.toBe(''), PATIENCE);
  const identity = inspectProcess(process.pid ?? 0);
  if (identity === undefined) throw new Error(`${specification.name} does not run.`);
  return identity;
}

function recordOf(
  { name, port, url, readiness, stopSignal }: ProcessSpecification,
  identity: ProcessIdentity,
): RecordedProcess {
  return { name, port, url, readiness, stopSignal, level: 0, restarts: 0, state: 'ready', identity };
}

function state(running: Supervisor, name: string) {
  return running.statuses().find(({ specification }) => specification.name === name)!.state;
}

function pid(running: Supervisor, name: string): number {
  return pidOf(state(running, name)) ?? 0;
}

function logOf(name: string): string {
  return readFileSync(join(directory, `${name}.log`), 'utf8');
}
