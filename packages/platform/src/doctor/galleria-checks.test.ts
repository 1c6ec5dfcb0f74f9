import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parsePortBase, planPorts } from '../ports.ts';
import { readDataLock } from './examine.ts';
import { runChecks } from './finding.ts';
import { checkDataLock, checkLeftovers, checkPorts, checkServer } from './galleria-checks.ts';

/** Not every machine has ::1. */
const LOOPBACKS = Object.values(networkInterfaces()).flatMap((addresses = []) =>
  addresses.filter(({ internal }) => internal).map(({ address }) => address),
);
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

describe('the doctor, about ports', () => {
  it.each(LOOPBACKS)('fails on a port that somebody else holds at %s, and names who', async (address) => {
    const port = await listen(address);
    const finding = await checkPorts(() => planPorts(port - 1, ['orders']), {}, undefined);
    expect(finding).toMatchObject({
      outcome: 'failed',
      advice: expect.stringMatching(/PORT_BASE=\d+000 npm start/) as string,
    });
    expect(finding.text).toContain(`Port ${port} (orders)`);
    expect(finding.text).toMatch(new RegExp(`pid ${process.pid}|cannot be seen`));
    expect(finding.text.includes('::1')).toBe(address === '::1');
  });

  it('is content with free ports, and with its own', async () => {
    expect(
      await checkPorts(
        () => planPorts(4000, ['orders']),
        {},
        undefined,
        async () => [],
      ),
    ).toMatchObject({
      outcome: 'ok',
    });
    const port = await listen();
    expect(await checkPorts(() => planPorts(port - 1, ['orders']), {}, 'the Galleria that runs here')).toMatchObject({
      outcome: 'ok',
    });
  });

  it('does not ask for the ports of servers that are not ours', async () => {
    const asked: string[] = [];
    const external = { postgres: 'postgresql://db', kafkaBrokers: 'kafka:9092', smtp: 'smtp://mail' };
    await checkPorts(
      () => planPorts(4000, ['orders']),
      external,
      undefined,
      async (wanted) => {
        asked.push(...Object.keys(wanted));
        return [];
      },
    );
    expect(asked).toEqual(['router', 'orders', 'storefront']);
  });

  it.each(['6000', '70000', 'many'])('fails on the port base %s that no plan can be made for', async (text) => {
    expect(await checkPorts(() => planPorts(parsePortBase(text), ['orders']), {}, undefined)).toMatchObject({
      outcome: 'failed',
      text: expect.stringContaining('PORT_BASE') as string,
    });
  });
});

describe('the doctor, about earlier runs', () => {
  it('warns of processes that a killed run has left', () => {
    expect(checkLeftovers({ running: false, leftovers: [] })).toMatchObject({ outcome: 'ok' });
    expect(checkLeftovers({ running: false, leftovers: ['postgres', 'orders'] })).toMatchObject({
      outcome: 'warning',
      text: 'a killed run has left postgres, orders',
    });
  });

  it('warns of a process that is not ready while Galleria runs', () => {
    const run = { running: true, ready: true, supervisorPid: 1, startedAt: '', portBase: 4000 } as const;
    const orders = { name: 'orders', url: '', state: 'ready' };
    expect(checkLeftovers({ ...run, processes: [orders] })).toMatchObject({ outcome: 'ok' });
    const unready = { ...orders, state: 'unready', detail: 'broker: away' };
    expect(checkLeftovers({ ...run, processes: [unready] })).toMatchObject({
      outcome: 'warning',
      text: expect.stringContaining('orders unready broker: away') as string,
    });
  });

  it('warns of a lock on the data that nobody needs', () => {
    expect(checkDataLock(undefined, false)).toMatchObject({ outcome: 'ok' });
    expect(checkDataLock({ pid: 7, isHeld: true }, true)).toMatchObject({ outcome: 'ok' });
    expect(checkDataLock({ pid: 7, isHeld: true }, false)).toMatchObject({
      outcome: 'warning',
      text: expect.stringContaining('still works') as string,
    });
    expect(checkDataLock({ pid: 7, isHeld: false }, false)).toMatchObject({
      outcome: 'warning',
      text: expect.stringContaining('is gone') as string,
    });
  });

  it('tells a lock of PostgreSQL from one whose number another program has by now', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'galleria-doctor-'));
    cleanups.push(() => rmSync(folder, { recursive: true }));
    const pidFile = join(folder, 'postmaster.pid');
    expect(await readDataLock(pidFile, folder)).toBeUndefined();
    writeFileSync(pidFile, `${process.pid}\n${folder}\n`);
    expect(await readDataLock(pidFile, folder)).toEqual({ pid: process.pid, isHeld: false });
    writeFileSync(pidFile, '');
    expect(await readDataLock(pidFile, folder)).toBeUndefined();
  });
});

describe('the doctor, about servers that were given', () => {
  it('fails on one that cannot be used, and warns of one that answers in part', async () => {
    expect(await checkServer('Kafka', 'a:9092', async () => undefined)).toMatchObject({ outcome: 'ok' });
    expect(await checkServer('Kafka', 'a:9092,b:9092', async () => 'b:9092: away')).toMatchObject({
      outcome: 'warning',
      text: 'a:9092,b:9092 answers in part: b:9092: away',
    });
    expect(await checkServer('Kafka', 'a:9092', () => Promise.reject(new Error('a:9092: away')))).toMatchObject({
      outcome: 'failed',
      text: 'a:9092 cannot be used: a:9092: away',
    });
  });
});

describe('a check that cannot look', () => {
  it('has failed, and the others go on', async () => {
    const findings = await runChecks({
      disk: () => Promise.reject(new Error('no such device')),
      run: () => ({ outcome: 'ok', name: 'run', text: 'fine' }),
    });
    expect(findings).toMatchObject([
      { outcome: 'failed', name: 'disk', text: 'could not be looked at: no such device' },
      { outcome: 'ok' },
    ]);
  });
});

async function listen(address = '127.0.0.1'): Promise<number> {
  const server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}
