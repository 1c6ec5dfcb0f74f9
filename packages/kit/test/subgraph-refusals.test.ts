import { SignJWT } from 'jose';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogger } from '../src/logger.ts';
import { createSubgraphServer } from '../src/graphql/subgraph-server.ts';
import { createViewerSigner, VIEWER_HEADER } from '../src/graphql/viewer.ts';

const SECRET = 'a secret that only the tests of the kit know';
const NUL = '\0';
const HALF_A_PAIR = '\ud83d';

let server: FastifyInstance;
beforeAll(async () => {
  server = await createSubgraphServer({
    typeDefs: `
      type Query { echo(text: String, box: Box): String }
      input Box { texts: [String!]! }
    `,
    resolvers: { Query: { echo: (_: unknown, { text }: { text?: string }) => text ?? 'a box' } },
    createContext: () => ({}),
    readiness: [],
    viewerSigningSecret: SECRET,
    logger: createLogger({ service: 'test', level: 'silent' }),
  });
});
afterAll(() => server.close());

const ECHO = 'query ($text: String, $box: Box) { echo(text: $text, box: $box) }';

async function ask(payload: object | string, viewer?: string) {
  const header = viewer ?? (await createViewerSigner({ secret: SECRET, signedBy: 'router' })(null));
  const response = await server.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json', ...(header === '' ? {} : { [VIEWER_HEADER]: header }) },
    payload,
  });
  return { status: response.statusCode, body: response.json<{ data?: unknown; errors?: { extensions: unknown }[] }>() };
}

describe('a text that cannot be kept', () => {
  it.each([
    ['a variable', { query: ECHO, variables: { text: `a${NUL}b` } }],
    ['a variable’s list', { query: ECHO, variables: { box: { texts: ['fine', HALF_A_PAIR] } } }],
    ['a literal', { query: '{ echo(text: "a\\u0000b") }' }],
    ['a literal in an input', { query: '{ echo(box: { texts: ["\\u0000"] }) }' }],
  ])('is refused as the client’s mistake in %s', async (_where, payload) => {
    const { status, body } = await ask(payload);
    expect(status).toBe(400);
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
    expect(body.data).toBeUndefined();
  });

  it('is refused each time, also once its document is known', async () => {
    for (let time = 0; time < 2; time += 1)
      expect((await ask({ query: '{ echo(text: "\\u0000") }' })).status).toBe(400);
  });

  it('is not any other text', async () => {
    const text = 'Smørrebrød, 寿司, 🍣 and a tab\t';
    expect((await ask({ query: ECHO, variables: { text } })).body.data).toEqual({ echo: text });
  });
});

describe('a subgraph', () => {
  it('refuses a body of more than 1 MiB', async () => {
    const { status } = await ask({ query: ECHO, variables: { text: 'x'.repeat(1_048_576) } });
    expect(status).toBe(413);
  });

  it.each<[string, () => string | Promise<string>]>([
    ['without a signature', () => ''],
    ['signed with another secret', () => createViewerSigner({ secret: `${SECRET}!`, signedBy: 'router' })(null)],
    ['whose signature has expired', () => token('-10s')],
    [
      'whose signature says that none is needed',
      async () => `${part({ alg: 'none' })}.${(await token()).split('.')[1]}.`,
    ],
    [
      'whose viewer was changed',
      async () => withPayload(await token(), { viewer: { userId: 'somebody else', roles: ['ADMINISTRATOR'] } }),
    ],
  ])('refuses a request %s, whatever it asks', async (_how, viewer) => {
    const { status, body } = await ask({ query: '{ __schema { queryType { name } } }' }, await viewer());
    expect(status).toBe(401);
    expect(body).toEqual({ errors: [expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED' } })] });
  });
});

function token(expires = '1m'): Promise<string> {
  return new SignJWT({ viewer: null })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer('router')
    .setAudience('galleria-subgraph')
    .setIssuedAt()
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(SECRET));
}

function withPayload(jws: string, claims: object): string {
  const [header, payload, signature] = jws.split('.');
  const before = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as object;
  return `${header}.${part({ ...before, ...claims })}.${signature}`;
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
