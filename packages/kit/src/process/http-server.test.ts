import { describe, expect, it } from 'vitest';
import { contextHeaders, currentContext } from '../execution-context.ts';
import { createHttpServer } from './http-server.ts';
import { createLogger } from '../logger.ts';
import type { ReadinessCheck } from './readiness.ts';

const logger = createLogger({ service: 'test', level: 'silent' });

function serverWith(...readiness: ReadinessCheck[]) {
  const server = createHttpServer({ logger, readiness });
  server.post('/context', async () => ({ ...currentContext(), headers: contextHeaders() }));
  return server;
}

describe('a process', () => {
  it('is healthy while it is up, and ready only when every check passes', async () => {
    const isUp = { name: 'database', check: () => undefined };
    const isAway = { name: 'broker', check: () => Promise.reject(new Error('connection refused')) };
    const ready = await serverWith(isUp).inject('/ready');
    expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ready', checks: { database: 'ok' } }]);
    const server = serverWith(isUp, isAway);
    const notReady = await server.inject('/ready');
    expect(notReady.statusCode).toBe(503);
    expect(notReady.json()).toEqual({
      status: 'not ready',
      checks: { database: 'ok', broker: 'connection refused' },
    });
    expect((await server.inject('/health')).statusCode).toBe(200);
  });

  it('is ready, and says so, when something is to be looked after that keeps it from nothing', async () => {
    const response = await serverWith({ name: 'relay', check: () => 'one message waits' }).inject('/ready');
    expect([response.statusCode, response.json()]).toEqual([
      200,
      { status: 'ready', checks: { relay: 'one message waits' } },
    ]);
  });

  it('gives all work of a request the id that came with it, and sends it back', async () => {
    const headers = { 'x-correlation-id': 'order-4711', 'content-type': 'application/json' };
    const response = await serverWith().inject({ method: 'POST', url: '/context', headers, payload: '{"a":1}' });
    expect(response.headers['x-correlation-id']).toBe('order-4711');
    expect(response.json()).toMatchObject({
      correlationId: 'order-4711',
      headers: { 'x-correlation-id': 'order-4711' },
    });
  });

  it.each(['short', 'has spaces in it', 'x'.repeat(200)])('makes an id of its own instead of "%s"', async (id) => {
    const response = await serverWith().inject({
      method: 'POST',
      url: '/context',
      headers: { 'x-correlation-id': id },
    });
    expect(response.json<{ correlationId: string }>().correlationId).toMatch(/^[\da-f-]{36}$/);
    expect(response.headers['x-correlation-id']).toBe(response.json<{ correlationId: string }>().correlationId);
  });

  it('refuses a body above 1 MiB', async () => {
    const headers = { 'content-type': 'application/json' };
    const payload = JSON.stringify('x'.repeat(1_100_000));
    expect((await serverWith().inject({ method: 'POST', url: '/context', headers, payload })).statusCode).toBe(413);
  });
});
