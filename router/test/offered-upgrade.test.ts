import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';

let graph: FixtureGraph;

beforeEach(async () => {
  graph = await startFixtureGraph();
  await graph.router.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => graph.stop());

const BODY = '{"query":"{ products { name } }"}';

/** As Java's client asks, which offers HTTP/2 each time: the body comes with the head, or after it. */
it.each([0, 5, BODY.length])('who offers HTTP/2 is answered over HTTP/1.1, with %i bytes in front', async (split) => {
  const socket = connect((graph.router.server.address() as AddressInfo).port, '127.0.0.1');
  const head = [
    'POST /graphql HTTP/1.1',
    'Host: graph',
    'Content-Type: application/json',
    'Accept: application/json',
    `Content-Length: ${BODY.length}`,
    'Connection: Upgrade, HTTP2-Settings',
    'Upgrade: h2c',
    'HTTP2-Settings: AAMAAABkAAQAAP__',
  ];
  const ask = async () => {
    socket.write(`${head.join('\r\n')}\r\n\r\n${BODY.slice(0, split)}`);
    socket.write(BODY.slice(split));
    let answer = '';
    while (!answer.includes('"Lamp"')) answer += String(((await once(socket, 'data')) as [Buffer])[0]);
    return answer;
  };
  expect(await ask()).toMatch(/^HTTP\/1\.1 200 /);
  // The connection stays, and is asked again in the same way.
  expect(await ask()).toMatch(/^HTTP\/1\.1 200 /);
  socket.destroy();
});
