import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spellingsOf, waysToAsk } from '@galleria/platform/testing/network/hostile-requests';
import { sendRaw, type RawRequest } from '@galleria/platform/testing/network/raw-http';
import { createLogger } from '../src/logger.ts';
import { createSubgraphServer } from '../src/graphql/subgraph-server.ts';
import { createViewerSigner, VIEWER_HEADER, type Caller } from '../src/graphql/viewer.ts';

const SECRET = 'a secret that only the tests of the kit know';
const signer = createViewerSigner({ secret: SECRET, signedBy: 'router' });
const viewer = { userId: 'u-1', roles: ['CUSTOMER'] };

let server: FastifyInstance;
let origin: string;
/** On whose behalf something was executed. */
const executedFor: Caller[] = [];

beforeAll(async () => {
  server = await createSubgraphServer<{ caller: Caller }>({
    typeDefs: 'type Query { ask: String }',
    resolvers: {
      Query: {
        ask: (_: unknown, _arguments: unknown, { caller }: { caller: Caller }) => {
          executedFor.push(caller);
          return 'executed';
        },
      },
    },
    createContext: (caller) => ({ caller }),
    readiness: [],
    viewerSigningSecret: SECRET,
    logger: createLogger({ service: 'test', level: 'silent' }),
  });
  origin = await server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close());

const WAYS = waysToAsk('/graphql', '{ ask }');
const SPELLINGS = spellingsOf('/graphql');
const [[, POST]] = WAYS as readonly [readonly [string, RawRequest]];

async function send(request: RawRequest) {
  executedFor.length = 0;
  const { status, body } = await sendRaw(origin, request);
  return { status, body, executedFor: [...executedFor] };
}

describe('a subgraph executes nothing that is not signed', () => {
  it.each(SPELLINGS)('at its address %s', async (_spelling, target) => {
    const answer = await send({ ...POST, target });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.executedFor).toEqual([]);
  });

  it.each(SPELLINGS)('read from its address %s', async (_spelling, target) => {
    const mark = target.includes('?') ? '&' : '?';
    const answer = await send({ method: 'GET', target: `${target}${mark}query=%7Bask%7D` });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.executedFor).toEqual([]);
  });

  it.each(WAYS)('sent as %s', async (_way, request) => {
    const answer = await send(request);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.executedFor).toEqual([]);
  });

  it.each<[string, (valid: string) => [string, string][]]>([
    [
      'of which there are two, the second valid',
      (valid) => [
        [VIEWER_HEADER, 'none'],
        [VIEWER_HEADER, valid],
      ],
    ],
    [
      'of which there are two, the first valid',
      (valid) => [
        [VIEWER_HEADER, valid],
        [VIEWER_HEADER, 'none'],
      ],
    ],
    [
      'of which there are two, both valid',
      (valid) => [
        [VIEWER_HEADER, valid],
        [VIEWER_HEADER, valid],
      ],
    ],
    ['that is empty', () => [[VIEWER_HEADER, '']]],
    ['that is in the place of a token', (valid) => [['Authorization', `Bearer ${valid}`]]],
    ['that is a cookie', (valid) => [['Cookie', `${VIEWER_HEADER}=${valid}`]]],
    ['with an underscore in its name', (valid) => [[VIEWER_HEADER.replaceAll('-', '_'), valid]]],
    ['with something behind it', (valid) => [[VIEWER_HEADER, `${valid} x`]]],
  ])('with a signature %s', async (_how, headers) => {
    const answer = await send({ ...POST, headers: [...headers(await signer(viewer)), ...(POST.headers ?? [])] });
    expect(answer).toMatchObject({ status: 401, executedFor: [] });
  });

  it.each(['GET', 'POST'])('and shows a browser that sends %s no page', async (method) => {
    const headers = [['Accept', 'text/html']] as const;
    const { status, body } = await send({ method, target: '/graphql', headers });
    expect(status).toBe(401);
    expect(body).toContain('UNAUTHENTICATED');
  });
});

/** Not because nothing would have been executed anyway. */
describe('a subgraph executes what is signed', () => {
  it.each(['as it is', 'with a letter encoded', 'with every letter encoded', 'with a query', 'in absolute form'])(
    'at its address %s',
    async (spelling) => {
      const target = new Map(SPELLINGS).get(spelling) ?? '';
      const header = [VIEWER_HEADER, await signer(viewer)] as const;
      const answer = await send({ ...POST, target, headers: [header, ...(POST.headers ?? [])] });
      expect(answer).toMatchObject({ status: 200, executedFor: [{ signedBy: 'router', viewer }] });
    },
  );

  it.each(['POST', 'GET', 'JSON with a charset', 'a body in chunks', 'another host'])(
    'sent as %s, with the header in any place and case',
    async (way) => {
      const header = [VIEWER_HEADER.toUpperCase(), await signer(viewer)] as const;
      const request = new Map(waysToAsk('/graphql', '{ ask }', [header])).get(way) ?? POST;
      expect(await send(request)).toMatchObject({ status: 200, executedFor: [{ signedBy: 'router', viewer }] });
    },
  );

  it('for a visitor only when the signature says that it is one', async () => {
    const header = [VIEWER_HEADER, await signer(null)] as const;
    const answer = await send({ ...POST, headers: [header, ...(POST.headers ?? [])] });
    expect(answer).toMatchObject({ status: 200, executedFor: [{ signedBy: 'router', viewer: null }] });
  });
});
