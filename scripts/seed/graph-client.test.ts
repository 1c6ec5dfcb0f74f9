import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createGraphClient, GraphRefused, GraphUnreachable } from './graph-client.ts';

let server: Server | undefined;
afterEach(() => void server?.close());

async function answering(
  body: string | (() => string),
  seen: (authorization: string | undefined) => void = () => undefined,
): Promise<string> {
  server = createServer((request, response) => {
    seen(request.headers.authorization);
    response.end(typeof body === 'string' ? body : body());
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

describe('the graph client', () => {
  it('gives the data of an answer, and says who asks', async () => {
    let authorization: string | undefined;
    const url = await answering('{"data":{"me":null}}', (value) => (authorization = value));
    expect(await createGraphClient(url).as('token').request('{ me { id } }')).toEqual({ me: null });
    expect(authorization).toBe('Bearer token');
  });

  it.each([
    ['query Me { me { id } }', undefined, 2],
    ['mutation SignIn { signIn { id } }', { isRepeatable: true }, 2],
    ['mutation Buy { buy { id } }', undefined, 1],
  ])('asks for %s again only where that does no harm', async (document, again, times) => {
    const answers = [
      '{"data":null,"errors":[{"message":"Away.","extensions":{"code":"SUBGRAPH_UNAVAILABLE"}}]}',
      '{"data":{"done":true}}',
    ];
    let asked = 0;
    const url = await answering(() => answers[asked++] ?? '');
    const request = createGraphClient(url).request(document, {}, again);
    if (times === 1) await expect(request).rejects.toThrow('SUBGRAPH_UNAVAILABLE');
    else expect(await request).toEqual({ done: true });
    expect(asked).toBe(times);
  });

  it('says where it looked for a graph that does not answer', async () => {
    const url = await answering('');
    await new Promise((resolve) => server?.close(resolve));
    const request = createGraphClient(url).request('{ me { id } }');
    await expect(request).rejects.toBeInstanceOf(GraphUnreachable);
    await expect(request).rejects.toThrow(`${url} (ECONNREFUSED)`);
  });

  it('does not take anything else for a graph', async () => {
    const url = await answering('<html>');
    await expect(createGraphClient(url).request('{ me { id } }')).rejects.toBeInstanceOf(GraphUnreachable);
  });

  it('passes on why the graph refused', async () => {
    const url = await answering(
      '{"data":null,"errors":[{"message":"Sign in first.","extensions":{"code":"UNAUTHENTICATED"}}]}',
    );
    const request = createGraphClient(url).request('query Me { me { id } }');
    await expect(request).rejects.toBeInstanceOf(GraphRefused);
    await expect(request).rejects.toThrow('UNAUTHENTICATED: Sign in first.');
  });
});
