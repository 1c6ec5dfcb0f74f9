import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FixtureGraph } from './fixture-graph.ts';
import { startProtectedGraph } from './protected-graph.ts';
import { startTokenIssuer, type TokenIssuer } from './token-issuer.ts';

const QUERY = '{ product(id: "1") { id available } }';
const SEEN = { product: { id: '1', available: 10 } };
const HIDDEN = { product: { id: '1', available: null } };
const folder = mkdtempSync(join(tmpdir(), 'galleria-policies-'));

let issuer: TokenIssuer;
let endpoint: FastifyInstance;
let url: string;
let questions: unknown[] = [];
let answer: (reply: FastifyReply) => unknown;
let graph: FixtureGraph | undefined;

beforeAll(async () => {
  issuer = await startTokenIssuer();
  endpoint = fastify({ forceCloseConnections: true });
  endpoint.post('/policies', async (request, reply) => {
    questions.push(request.body);
    return answer(reply);
  });
  url = `${await endpoint.listen({ host: '127.0.0.1', port: 0 })}/policies`;
});
beforeEach(() => (questions = []));
afterEach(async () => {
  await graph?.stop();
  graph = undefined;
});
afterAll(async () => {
  await endpoint.close();
  await issuer.stop();
  rmSync(folder, { recursive: true });
});

async function start(env: Record<string, string>): Promise<FixtureGraph> {
  graph = await startProtectedGraph({ env: { JWKS_URL: issuer.jwksUrl, POLICY_TIMEOUT_MS: '60000', ...env } });
  return graph;
}

let modules = 0;
function policyModule(source: string): string {
  const file = join(folder, `policies-${(modules += 1)}.mjs`);
  writeFileSync(file, source);
  return file;
}

const errorsOf = ({ lines }: FixtureGraph) => lines.filter(({ level }) => level === 'error').map(({ msg }) => msg);

describe('policies that an endpoint decides', () => {
  it('keep caches from giving somebody else what they let one see', async () => {
    const served = await start({ POLICY_URL: url });
    answer = () => ({ policies: { everything: true } });
    const kept = async (query: string) => (await served.ask(query)).headers['cache-control'];
    expect(await kept('{ product(id: "1") { id } }')).toBe('public, max-age=60');
    expect(await kept(QUERY)).toBe('private, max-age=60');
    answer = () => ({ policies: {} });
    expect(await kept(QUERY)).toBe('no-store');
  });

  it('are asked for all at once, with who asks, and hold for that request', async () => {
    const served = await start({ POLICY_URL: url });
    answer = () => ({ policies: { count: true, stock: true, everything: false } });
    const token = await issuer.issue({ subject: 'ada', scope: 'x', sessionId: 's-1' });
    const headers = { authorization: `Bearer ${token}` };
    const query = '{ a: product(id: "1") { id available } b: product(id: "2") { available } products { available } }';
    const { body } = await served.ask(query, { headers });
    expect(body.data).toEqual({
      a: { id: '1', available: 10 },
      b: { available: 20 },
      products: [{ available: 10 }, { available: 20 }],
    });
    expect(questions).toEqual([
      {
        policies: ['count', 'stock', 'everything'],
        viewer: { userId: 'ada', roles: ['CUSTOMER'], sessionId: 's-1' },
        scopes: ['x', 'role:CUSTOMER'],
        clientAddress: '127.0.0.1',
      },
    ]);
    answer = () => ({ policies: { count: true, stock: false, everything: false } });
    expect((await served.ask(QUERY)).body.data).toEqual(HIDDEN);
    expect(questions[1]).toMatchObject({ viewer: null, scopes: [] });
    expect(errorsOf(served)).toEqual([]);
    await served.ask('{ products { id } }');
    expect(questions).toHaveLength(2);
  });

  it('keep a mutation from being executed', async () => {
    const served = await start({ POLICY_URL: url });
    answer = () => ({ policies: { rename: false } });
    const rename = 'mutation { rename(id: "1", name: "x") { id } }';
    expect((await served.ask(rename)).body).toMatchObject({
      data: { rename: null },
      errors: [{ path: ['rename'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
    });
    answer = () => ({ policies: { rename: true } });
    expect((await served.ask(rename)).body).toEqual({ data: { rename: { id: '1' } } });
  });

  it('are denied when it is late, or away, and the rest is answered', async () => {
    const served = await start({ POLICY_URL: url, POLICY_TIMEOUT_MS: '50' });
    answer = () => new Promise(() => undefined);
    expect((await served.ask(QUERY)).body.data).toEqual(HIDDEN);
    expect(served.lines).toContainEqual(expect.objectContaining({ level: 'error', late: true }));
    await served.stop();
    const lost = await start({ POLICY_URL: 'http://127.0.0.1:9/policies' });
    expect((await lost.ask(QUERY)).body.data).toEqual(HIDDEN);
    expect(errorsOf(lost)).toEqual(['policies are denied: asking failed']);
  });
});

describe('policies that an endpoint decides wrongly', () => {
  let shared: FixtureGraph;
  beforeAll(async () => {
    shared = await startProtectedGraph({ env: { POLICY_URL: url, POLICY_TIMEOUT_MS: '60000' } });
  });
  beforeEach(() => (shared.lines.length = 0));
  afterAll(() => shared.stop());

  it.each<[string, (reply: FastifyReply) => unknown]>([
    ['fails', (reply) => reply.code(500).send({ policies: { everything: true } })],
    ['says so with another status', (reply) => reply.code(203).send({ policies: { everything: true } })],
    ['sends the question elsewhere', (reply) => reply.redirect(`${url}/elsewhere`)],
    ['answers with no JSON', (reply) => reply.type('application/json').send('{"policies":')],
    ['answers something else', () => ({ everything: true })],
    ['answers with what is nearly true', () => ({ policies: { everything: 'true' } })],
    ['breaks off', (reply) => reply.hijack().raw.destroy()],
  ])('are denied, and the log says so, when it %s', async (_title, given) => {
    answer = given;
    expect((await shared.ask(QUERY)).body.data).toEqual(HIDDEN);
    expect(errorsOf(shared)).toEqual(['policies are denied: asking failed']);
  });

  it('are denied where it says nothing of them, also by names that every object has', async () => {
    answer = () => ({ policies: {} });
    expect((await shared.ask(QUERY)).body.data).toEqual(HIDDEN);
    expect(errorsOf(shared)).toEqual(['nobody decides about policies, which are denied']);
  });
});

describe('policies that a module decides', () => {
  it('are asked of it, and of the endpoint those that it leaves open', async () => {
    const source = `export default async ({ policies, viewer }) => ({ count: policies.includes('count') && viewer === null })`;
    const served = await start({ POLICY_MODULE: policyModule(source), POLICY_URL: url });
    answer = () => ({ policies: { stock: true, everything: false, count: true } });
    expect((await served.ask(QUERY)).body.data).toEqual(SEEN);
    expect(questions).toMatchObject([{ policies: ['stock', 'everything'] }]);
    const headers = { authorization: `Bearer ${await issuer.issue()}` };
    expect((await served.ask(QUERY, { headers })).body.data).toEqual(HIDDEN);
  });

  it.each([
    ['throws', `export default () => { throw new Error('no') }`],
    ['gives what is no answer', `export default () => ({ everything: 1 })`],
    ['never answers', `export default () => new Promise(() => undefined)`],
  ])('are denied when it %s, and nobody else is asked', async (_title, source) => {
    const served = await start({ POLICY_MODULE: policyModule(source), POLICY_URL: url, POLICY_TIMEOUT_MS: '50' });
    expect((await served.ask(QUERY)).body.data).toEqual(HIDDEN);
    expect([errorsOf(served), questions]).toEqual([['policies are denied: asking failed'], []]);
  });

  it('need one that can be loaded', async () => {
    await expect(start({ POLICY_MODULE: join(folder, 'nowhere.mjs') })).rejects.toThrow(
      /POLICY_MODULE: .* cannot be loaded/,
    );
    const file = policyModule('export const decide = () => ({})');
    await expect(start({ POLICY_MODULE: file })).rejects.toThrow(/no function as its default export/);
  });
});
