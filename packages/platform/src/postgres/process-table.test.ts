import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { platform } from 'node:os';
import { createInterface } from 'node:readline';
import { PATIENCE } from '../testing/patience.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findPortHolder, findProcess } from './process-table.ts';

const children: ChildProcess[] = [];

afterEach(() => {
  children.splice(0).forEach((child) => child.kill('SIGKILL'));
});

describe('the process table', () => {
  it('knows the parent and the command line of a process', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 9e9)', 'some argument']);
    children.push(child);
    await vi.waitFor(async () => {
      const found = await findProcess(child.pid ?? 0);
      expect(found).toMatchObject({ pid: child.pid, parentPid: process.pid });
      expect(found?.args.join(' ')).toContain('some argument');
    }, PATIENCE);
  });

  it('does not take a zombie for a running process, although it can be signalled', async () => {
    // The shell becomes `sleep`, which never asks how the child that it inherits has ended.
    const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    children.push(parent);
    const [line] = (await once(createInterface(parent.stdout), 'line')) as [string];
    const zombie = Number(line);
    await vi.waitFor(async () => expect(await findProcess(zombie)).toBeUndefined(), PATIENCE);
    expect(() => process.kill(zombie, 0)).not.toThrow();
  });

  it('finds no process under an id that nobody has', async () => {
    const child = spawn('true');
    await once(child, 'exit');
    expect(await findProcess(child.pid ?? 0)).toBeUndefined();
  });

  it('names the holder of a port on every address of the machine, and nobody for a free one', async ({ skip }) => {
    if (platform() !== 'linux') skip(`${platform()} does not tell who holds a port`);
    for (const host of ['127.0.0.1', '0.0.0.0', '::1']) {
      const server = createServer().listen(0, host);
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      expect(await findPortHolder(port)).toMatchObject({ pid: process.pid });
      server.close();
      await once(server, 'close');
      expect(await findPortHolder(port)).toBeUndefined();
    }
  });
});
