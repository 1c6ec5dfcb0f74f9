import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

let proxy: TcpProxy;
let echo: ReturnType<typeof createServer>;
const clients: Socket[] = [];
beforeEach(async () => {
  echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  proxy = await startTcpProxy({ host: '127.0.0.1', port: (echo.address() as AddressInfo).port });
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await proxy.close();
  echo.close();
});

async function connectClient() {
  const socket = connect({ host: '127.0.0.1', port: proxy.port }).setNoDelay();
  clients.push(socket);
  let received = '';
  socket.on('data', (bytes: Buffer) => void (received += bytes.toString()));
  await once(socket, 'connect');
  return { socket, received: () => received };
}

describe('a network that can fail', () => {
  it('passes everything on in order when it has become slow, and when it is fast again', async () => {
    const { socket, received } = await connectClient();
    proxy.slow(30);
    socket.write('one ');
    await expect.poll(received).toBe('one ');
    socket.write('two ');
    // So that what is late does not leave together with what is not.
    await new Promise((resolve) => setImmediate(resolve));
    proxy.heal();
    socket.write('three');
    await expect.poll(received).toBe('one two three');
  });

  it('swallows without an end, and what was open then stays dead', async () => {
    const before = await connectClient();
    before.socket.write('heard');
    await expect.poll(before.received).toBe('heard');
    proxy.swallow();
    before.socket.write('lost');
    proxy.heal();
    const after = await connectClient();
    before.socket.write('lost');
    after.socket.write('heard');
    await expect.poll(after.received).toBe('heard');
    expect(before.received()).toBe('heard');
    expect(before.socket.destroyed).toBe(false);
  });
});
