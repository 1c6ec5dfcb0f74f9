import { CLIENT_AGENT_HEADER } from '@galleria/kit/graphql/viewer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FastifyReply } from 'fastify';
import { startFixtureGraph, type FixtureGraph } from './fixture-graph.ts';

const ASKED = { 'x-galleria-session': 'cookie' };
const COOKIE = 'theme=dark; galleria_refresh=abc-123; galleria_refresh_not=x';
const SET = 'galleria_refresh=def-456; Max-Age=60; Path=/graphql; HttpOnly; SameSite=Strict';

let graph: FixtureGraph;
beforeAll(async () => void (graph = await startFixtureGraph({ env: { SESSION_SERVICE: 'reviews' } })));
beforeEach(() => void (graph.reviews.answer = () => ({ data: { review: { text: 'fine' } } })));
afterAll(() => graph.stop());

async function headersAtReviews(headers: Record<string, string>) {
  await graph.ask('{ review { text } }', { headers });
  return graph.reviews.requests.at(-1)!.headers;
}

/** What the browser is told to keep when reviews sets these cookies. */
async function setByReviews(cookies: readonly string[], headers: Record<string, string>) {
  graph.reviews.answer = (_request, reply: FastifyReply) => {
    for (const cookie of cookies) void reply.header('set-cookie', cookie);
    return { data: { review: { text: 'fine' } } };
  };
  return (await graph.ask('{ review { text } }', { headers })).headers['set-cookie'];
}

describe('the session of a browser', () => {
  it('goes to the service that keeps it, without the other cookies', async () => {
    expect(await headersAtReviews({ ...ASKED, cookie: COOKIE })).toMatchObject({
      ...ASKED,
      cookie: 'galleria_refresh=abc-123',
    });
    const withoutCookie = await headersAtReviews(ASKED);
    expect(withoutCookie).toMatchObject(ASKED);
    expect(withoutCookie).not.toHaveProperty('cookie');
  });

  it.each([{}, { 'x-galleria-session': 'yes' }, { 'x-galleria-session': '' }])(
    'goes nowhere for a request that does not ask for it: %j',
    async (headers) => {
      const received = await headersAtReviews({ ...headers, cookie: COOKIE });
      expect(received).not.toHaveProperty('cookie');
      expect(received).not.toHaveProperty('x-galleria-session');
    },
  );

  it('goes to no other service', async () => {
    const other = await startFixtureGraph({ env: { SESSION_SERVICE: 'products' } });
    other.reviews.answer = (_request, reply: FastifyReply) => {
      void reply.header('set-cookie', SET);
      return { data: { review: { text: 'fine' } } };
    };
    const { headers } = await other.ask('{ review { text } }', { headers: { ...ASKED, cookie: COOKIE } });
    expect(other.reviews.requests.at(-1)!.headers).not.toHaveProperty('cookie');
    expect(other.reviews.requests.at(-1)!.headers).not.toHaveProperty('x-galleria-session');
    expect(headers).not.toHaveProperty('set-cookie');
    await other.stop();
  });

  it('comes back as it was set, and no other cookie does', async () => {
    expect(await setByReviews([SET], ASKED)).toBe(SET);
    expect(await setByReviews(['theme=light', SET, 'galleria_refresh_not=y'], ASKED)).toBe(SET);
    expect(await setByReviews(['theme=light'], ASKED)).toBeUndefined();
    expect(await setByReviews([SET], {})).toBeUndefined();
  });
});

describe('what a client calls itself', () => {
  it('goes to the service that keeps sessions, without what cannot be sent on, whether or not it is a browser', async () => {
    const agent = `Ad\u00e9a's browser/1 ${'x'.repeat(600)}`;
    for (const session of [ASKED, {}]) {
      const received = await headersAtReviews({ ...session, 'user-agent': agent, [CLIENT_AGENT_HEADER]: 'forged' });
      expect(received[CLIENT_AGENT_HEADER]).toBe(`Ada's browser/1 ${'x'.repeat(600)}`.slice(0, 500));
    }
  });

  it('goes to no other service', async () => {
    const other = await startFixtureGraph({ env: { SESSION_SERVICE: 'products' } });
    other.reviews.answer = () => ({ data: { review: { text: 'fine' } } });
    await other.ask('{ review { text } }', { headers: { 'user-agent': 'Browser', [CLIENT_AGENT_HEADER]: 'forged' } });
    expect(other.reviews.requests.at(-1)!.headers).not.toHaveProperty(CLIENT_AGENT_HEADER);
    await other.stop();
  });
});
